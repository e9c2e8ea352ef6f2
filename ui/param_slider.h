#pragma once

#include "ui/param_control.h"

class QLineEdit;

namespace chladni {

class Fader;

/// A continuous parameter: name, fader, and its value, which can be typed.
class ParamSlider : public ParamControl {
    Q_OBJECT

public:
    /// `big`: the one that the hand looks for; its name stands above.
    ParamSlider(Show& show, ParamId id, QWidget* parent = nullptr, bool big = false);
    void refresh() override;
    Fader* fader() const { return fader_; }
    QLineEdit* field() const { return field_; }

private:
    void lay_out(bool big);
    void take_typed();
    double position_of(float value) const;
    Fader* fader_;
    QLineEdit* field_;
};

}  // namespace chladni
