#include "ui/param_button.h"

#include <QBoxLayout>
#include <QPushButton>

namespace chladni {

ParamButton::ParamButton(Show& show, ParamId id, const QString& text, QWidget* parent)
    : ParamControl(show, id, parent), button_(new QPushButton(text)) {
    name_label()->hide();
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(button_);
    button_->setCheckable(true);
    connect(button_, &QPushButton::clicked, this, [this](bool on) { store(on ? 1.0f : 0.0f); });
    refresh();
}

void ParamButton::refresh() { button_->setChecked(value() >= 0.5f); }

}  // namespace chladni
