#include "ui/control_column.h"

#include <QBoxLayout>
#include <QScrollBar>

#include "engine/runtime/show_status.h"
#include "ui/layers_panel.h"
#include "ui/model_panel.h"
#include "ui/param_rows.h"
#include "ui/prompt_panel.h"

namespace chladni {

ControlColumn::ControlColumn(Show& show, QWidget* parent)
    : QScrollArea(parent), prompt_(new PromptPanel(show)), model_(new ModelPanel(show)), layers_(new LayersPanel(show)) {
    auto* column = new QWidget;
    column->setObjectName("column");
    auto* list = new QVBoxLayout(column);
    list->setContentsMargins(0, 0, 4, 0);
    list->setSpacing(8);
    setWidget(column);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    list->addWidget(prompt_);
    list->addWidget(model_);
    list->addWidget(layers_);
    add_group("EFFECTS", new ParamRows(show, ParamGroup::kEffects));
    add_group("PICTURE", new ParamRows(show, ParamGroup::kPicture));
    add_group("SOUND AND TIMING", new ParamRows(show, ParamGroup::kSound));
    list->addStretch(1);
}

void ControlColumn::add_group(const QString& title, ParamRows* rows) {
    auto* section = new Section(title);
    section->body()->addWidget(rows);
    widget()->layout()->addWidget(section);
    groups_.push_back(rows);
}

void ControlColumn::show_status(const ShowStatus& status) {
    prompt_->refresh();
    model_->refresh();
    layers_->set_layers(status.gen.layers);
    layers_->refresh();
    for (ParamRows* group : groups_) group->refresh();
}

std::vector<ParamControl*> ControlColumn::controls() const {
    std::vector<ParamControl*> all = model_->controls();
    for (const ParamRows* group : groups_) all.insert(all.end(), group->controls().begin(), group->controls().end());
    return all;
}

QSize ControlColumn::minimumSizeHint() const {
    return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(), 160};
}

QSize ControlColumn::sizeHint() const { return {std::max(360, minimumSizeHint().width()), 600}; }

}  // namespace chladni
