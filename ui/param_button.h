#pragma once

#include "ui/param_control.h"

class QPushButton;

namespace chladni {

/// An on/off parameter as one button that stays down: the stage's switches and the layers.
class ParamButton : public ParamControl {
    Q_OBJECT

public:
    ParamButton(Show& show, ParamId id, const QString& text, QWidget* parent = nullptr);
    void refresh() override;
    QPushButton* button() const { return button_; }

protected:
    void mouseDoubleClickEvent(QMouseEvent*) override {}  // two quick presses are two presses

private:
    QPushButton* button_;
};

}  // namespace chladni
