#include "ui/param_slider.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <algorithm>

#include "ui/fader.h"
#include "ui/param_text.h"

namespace chladni {

ParamSlider::ParamSlider(Show& show, ParamId id, QWidget* parent, bool big)
    : ParamControl(show, id, parent), fader_(new Fader), field_(new QLineEdit) {
    lay_out(big);
    fader_->set_marks(position_of(row().initial), position_of(std::clamp(0.0f, row().min, row().max)));
    connect(fader_, &Fader::moved, this,
            [this](double at) { store(row().min + static_cast<float>(at) * (row().max - row().min)); });
    connect(fader_, &Fader::stepped, this, [this](int notches, bool fine) { step_by(notches, fine); });
    connect(field_, &QLineEdit::returnPressed, this, [this] { take_typed(); });
    connect(field_, &QLineEdit::editingFinished, this, [this] { field_->setModified(false); refresh(); });
    refresh();
}

void ParamSlider::lay_out(bool big) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    field_->setObjectName("value");
    field_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    field_->setFocusPolicy(Qt::ClickFocus);
    field_->setContextMenuPolicy(Qt::NoContextMenu);
    const QFontMetrics metrics(font());
    const int text = std::max(metrics.horizontalAdvance(format_value(row(), row().min)),
                              metrics.horizontalAdvance(format_value(row(), row().max)));
    field_->setFixedWidth(text + 18);
    grid->addWidget(name_label(), 0, 0);
    grid->addWidget(fader_, big ? 1 : 0, big ? 0 : 1, 1, big ? 3 : 1);
    grid->addWidget(field_, 0, 2);
    grid->setColumnStretch(1, 1);
    if (big) fader_->set_bar_height(14);
}

double ParamSlider::position_of(float value) const {
    return static_cast<double>(value - row().min) / static_cast<double>(row().max - row().min);
}

void ParamSlider::refresh() {
    const float now = value();
    fader_->set_position(position_of(now));
    const QString text = format_value(row(), now);
    if (!(field_->hasFocus() && field_->isModified()) && field_->text() != text) field_->setText(text);
}

void ParamSlider::take_typed() {
    if (const auto typed = parse_value(row(), field_->text())) store(*typed);
    field_->setModified(false);
    refresh();
    fader_->setFocus();
}

}  // namespace chladni
