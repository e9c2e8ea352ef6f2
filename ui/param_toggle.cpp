#include "ui/param_toggle.h"

#include <QBoxLayout>

#include "ui/switch.h"

namespace chladni {

ParamToggle::ParamToggle(Show& show, ParamId id, QWidget* parent) : ParamControl(show, id, parent), button_(new Switch) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 2, 0, 2);
    line->addWidget(name_label());
    line->addStretch(1);
    line->addWidget(button_);
    button_->setAccessibleName(name_label()->text());
    connect(button_, &Switch::clicked, this, [this](bool on) { store(on ? 1.0f : 0.0f); });
    refresh();
}

void ParamToggle::refresh() { button_->setChecked(value() >= 0.5f); }

}  // namespace chladni
