#include "ui/output_window.h"

#include <QKeyEvent>
#include <QScreen>

namespace chladni {

OutputWindow::OutputWindow() {
    setTitle("chladni output");
    setFlags(Qt::Window | Qt::FramelessWindowHint);
    setCursor(Qt::BlankCursor);
}

void OutputWindow::cover(QScreen* screen) {
    setScreen(screen);
    setGeometry(screen->geometry());
    showFullScreen();
}

void OutputWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier) return Q_EMIT leave_wanted();
    Q_EMIT key_pressed(event->keyCombination());
}

bool OutputWindow::event(QEvent* event) {
    if (event->type() != QEvent::Close) return StageWindow::event(event);
    event->ignore();  // a window manager's close hides it, so that it can come back
    Q_EMIT leave_wanted();
    return true;
}

}  // namespace chladni
