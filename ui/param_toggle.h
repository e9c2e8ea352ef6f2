#pragma once

#include "ui/param_control.h"

namespace chladni {

class Switch;

/// An on/off parameter: name and switch.
class ParamToggle : public ParamControl {
    Q_OBJECT

public:
    ParamToggle(Show& show, ParamId id, QWidget* parent = nullptr);
    void refresh() override;
    Switch* button() const { return button_; }

private:
    Switch* button_;
};

}  // namespace chladni
