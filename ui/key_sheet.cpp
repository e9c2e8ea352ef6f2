#include "ui/key_sheet.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>

#include "ui/action_table.h"
#include "ui/section.h"

namespace chladni {

namespace {

void add_row(QGridLayout& grid, const ActionRow& row) {
    const int line = grid.rowCount();
    auto* keys = new QLabel(key_text(row));
    auto* name = new QLabel(row.name);
    name->setToolTip(row.help);
    grid.addWidget(name, line, 0);
    grid.addWidget(keys, line, 1);
    keys->setObjectName("title");
}

Section* sheet_of(ActionMenu menu) {
    auto* section = new Section(menu_name(menu).toUpper());
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setColumnStretch(0, 1);
    for (const ActionRow& row : action_table())
        if (row.menu == menu) add_row(*grid, row);
    section->body()->addLayout(grid);
    return section;
}

}  // namespace

KeySheet::KeySheet(QWidget* parent) : QDialog(parent) {
    setWindowTitle("Keys");
    setModal(false);
    auto* column = new QVBoxLayout(this);
    auto* sides = new QHBoxLayout;
    auto* right = new QVBoxLayout;
    auto* left = new QVBoxLayout;
    for (ActionMenu menu : {ActionMenu::kStage, ActionMenu::kShow}) left->addWidget(sheet_of(menu));
    left->addStretch(1);
    sides->addLayout(left);
    for (ActionMenu menu : {ActionMenu::kBeat, ActionMenu::kOutput, ActionMenu::kHelp}) right->addWidget(sheet_of(menu));
    right->addStretch(1);
    sides->addLayout(right);
    column->addLayout(sides);
    column->addWidget(dim_label("Letters are silent while you type; Ctrl and function keys always act. Esc closes this sheet."));
}

void KeySheet::keyPressEvent(QKeyEvent* event) {
    const QKeySequence pressed(event->keyCombination());
    const bool own = keys_of(row_of(StageAction::kKeySheet)).contains(pressed) || event->text() == "?";
    own ? void(close()) : QDialog::keyPressEvent(event);
}

}  // namespace chladni
