#include "ui/layers_panel.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <algorithm>

#include "engine/runtime/show.h"
#include "ui/layer_ranges.h"
#include "ui/param_button.h"

namespace chladni {

namespace {
constexpr int kColumns = 8;
}

LayersPanel::LayersPanel(Show& show, QWidget* parent)
    : Section("LAYERS THAT HEAR THE SOUND", parent), show_(show), grid_(new QGridLayout),
      none_(dim_label("This generator has none.")), words_(new QWidget), field_(new QLineEdit) {
    grid_->setSpacing(3);
    body()->addWidget(none_);
    body()->addLayout(grid_);
    add_words();
    words_->hide();
}

void LayersPanel::add_words() {
    auto* line = new QHBoxLayout(words_);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(field_, 1);
    field_->setFocusPolicy(Qt::ClickFocus);
    field_->setToolTip("Block numbers such as 0-3,6, or all, or none; Enter applies.");
    field_->setAccessibleName("Layers as ranges");
    connect(field_, &QLineEdit::returnPressed, this, [this] { take_field(); });
    connect(field_, &QLineEdit::textEdited, this, [this] { set_look(field_, "wrong", false); });
    for (const char* words : {"all", "none"}) {
        auto* button = new QPushButton(words);
        button->setProperty("compact", true);
        connect(button, &QPushButton::clicked, this, [this, words] { apply(words); });
        line->addWidget(button);
    }
    body()->addWidget(words_);
}

void LayersPanel::set_layers(std::size_t count) {
    const std::size_t wanted = std::min(count, kMaxLayers);
    if (wanted == buttons_.size()) return;
    for (; buttons_.size() > wanted; buttons_.pop_back()) delete buttons_.back();
    for (std::size_t i = buttons_.size(); i < wanted; ++i) {
        auto* button = new ParamButton(show_, layer_param(i), QString::number(i), this);
        button->button()->setProperty("compact", true);
        button->button()->setMinimumWidth(24);
        grid_->addWidget(button, static_cast<int>(i) / kColumns, static_cast<int>(i) % kColumns);
        buttons_.push_back(button);
        Q_EMIT added(button);
    }
    none_->setVisible(wanted == 0);
    words_->setVisible(wanted > 0);
    refresh();
}

std::vector<bool> LayersPanel::layers_on() const {
    std::vector<bool> on(buttons_.size());
    for (std::size_t i = 0; i < on.size(); ++i) on[i] = show_.params().get(layer_param(i)) >= 0.5f;
    return on;
}

bool LayersPanel::apply(const QString& ranges) {
    const auto on = parse_layer_ranges(ranges.toStdString(), buttons_.size());
    if (!on) return false;
    for (std::size_t i = 0; i < on->size(); ++i) show_.params().set(layer_param(i), (*on)[i] ? 1.0f : 0.0f);
    field_->setModified(false);
    refresh();
    return true;
}

void LayersPanel::take_field() {
    const bool good = apply(field_->text());
    set_look(field_, "wrong", !good);
    if (good) return field_->clearFocus();
    Q_EMIT refused(QStringLiteral("Layers: expected block numbers from 0 to %1 such as 0-3,6, got “%2”.")
                       .arg(buttons_.size() - 1).arg(field_->text()));
}

void LayersPanel::refresh() {
    for (ParamButton* button : buttons_) button->refresh();
    if (field_->hasFocus() || field_->property("wrong").toBool()) return;
    const QString words = QString::fromStdString(format_layer_ranges(layers_on()));
    if (field_->text() != words) field_->setText(words);
}

}  // namespace chladni
