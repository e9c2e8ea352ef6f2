#pragma once

#include "ui/stage_window.h"

namespace chladni {

/// The picture alone, frameless, over a whole display, without a pointer. Esc asks to leave; other keys go to the desk.
class OutputWindow : public StageWindow {
    Q_OBJECT

public:
    OutputWindow();
    void cover(QScreen* screen);

Q_SIGNALS:
    void leave_wanted();
    void key_pressed(QKeyCombination key);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
};

}  // namespace chladni
