#include "ui/fader.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme.h"

namespace chladni {

namespace {
constexpr int kHandle_px = 10;
constexpr double kFine = 0.1;
}  // namespace

Fader::Fader(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

void Fader::set_position(double position) {
    const double inside = std::clamp(position, 0.0, 1.0);
    if (inside == position_) return;
    position_ = inside;
    update();
}

void Fader::set_marks(double initial, double origin) {
    initial_ = initial;
    origin_ = origin;
    update();
}

void Fader::set_bar_height(int px) {
    bar_height_ = px;
    updateGeometry();
}

QSize Fader::sizeHint() const { return {120, bar_height_ + 14}; }
QSize Fader::minimumSizeHint() const { return {60, bar_height_ + 14}; }

void Fader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double travel = width() - kHandle_px, radius = bar_height_ / 2.0, top = height() / 2.0 - radius;
    const auto x_of = [&](double position) { return kHandle_px / 2.0 + travel * position; };
    painter.setBrush(theme::kLine);
    painter.drawRoundedRect(QRectF(x_of(0), top, travel, bar_height_), radius, radius);
    const QColor colour = isEnabled() ? theme::kAccent : theme::kDim;
    painter.setBrush(theme::mix(theme::kPanel, colour, 0.75));
    const auto [low, high] = std::minmax(origin_, position_);
    painter.drawRoundedRect(QRectF(x_of(low), top, x_of(high) - x_of(low), bar_height_), radius, radius);
    painter.setBrush(theme::kDim);
    painter.drawRect(QRectF(x_of(initial_) - 0.5, top + bar_height_ + 2, 1, 3));
    painter.setBrush(hasFocus() ? theme::kText : colour);
    painter.drawRoundedRect(QRectF(x_of(position_) - kHandle_px / 2.0, 2, kHandle_px, height() - 4), 3, 3);
}

void Fader::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    last_x_ = event->position().x();
    dragged_ = position_;
}

void Fader::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton)) return event->ignore();
    const double travel = std::max(1, width() - kHandle_px);
    const double scale = event->modifiers() & Qt::ShiftModifier ? kFine : 1.0;
    dragged_ += (event->position().x() - last_x_) / travel * scale;
    last_x_ = event->position().x();
    Q_EMIT moved(std::clamp(dragged_, 0.0, 1.0));
}

void Fader::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) event->ignore();
}

// Left to the row around it, which resets.
void Fader::mouseDoubleClickEvent(QMouseEvent* event) { event->ignore(); }

int Fader::notches_of(int key) const {
    switch (key) {
        case Qt::Key_Right: case Qt::Key_Up: return 1;
        case Qt::Key_Left: case Qt::Key_Down: return -1;
        case Qt::Key_PageUp: return 5;
        case Qt::Key_PageDown: return -5;
        default: return 0;
    }
}

void Fader::keyPressEvent(QKeyEvent* event) {
    const int notches = notches_of(event->key());
    if (notches != 0) return Q_EMIT stepped(notches, event->modifiers() & Qt::ShiftModifier);
    if (event->key() == Qt::Key_Home) return Q_EMIT moved(0.0);
    if (event->key() == Qt::Key_End) return Q_EMIT moved(1.0);
    QWidget::keyPressEvent(event);
}

}  // namespace chladni
