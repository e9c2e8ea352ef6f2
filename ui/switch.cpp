#include "ui/switch.h"

#include <QKeyEvent>
#include <QPainter>

#include "ui/theme.h"

namespace chladni {

Switch::Switch(QWidget* parent) : QAbstractButton(parent) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Switch::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF track = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(QPen(hasFocus() ? theme::kText : isChecked() ? theme::kAccent : theme::kDim, 1));
    painter.setBrush(isChecked() ? theme::mix(theme::kPanel, theme::kAccent, 0.75) : theme::kField);
    painter.drawRoundedRect(track, track.height() / 2, track.height() / 2);
    const double size = track.height() - 6;
    const double x = isChecked() ? track.right() - size - 3 : track.left() + 3;
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() ? theme::kNight : theme::kDim);
    painter.drawEllipse(QRectF(x, track.top() + 3, size, size));
}

void Switch::keyPressEvent(QKeyEvent* event) {
    // Space belongs to the beat, so Enter is what switches.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
    QAbstractButton::keyPressEvent(event);
}

}  // namespace chladni
