#pragma once

#include "ui/param_control.h"

class QSpinBox;

namespace chladni {

/// A whole number: name and a field to type, step or wheel it.
class ParamSpin : public ParamControl {
    Q_OBJECT

public:
    ParamSpin(Show& show, ParamId id, QWidget* parent = nullptr);
    void refresh() override;
    QSpinBox* spin() const { return spin_; }
    /// A button right of the number.
    void add_beside(QWidget* widget);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QSpinBox* spin_;
};

}  // namespace chladni
