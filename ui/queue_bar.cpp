#include "ui/queue_bar.h"

#include <QPainter>
#include <algorithm>
#include <utility>

#include "ui/theme.h"

namespace chladni {

namespace {
constexpr double kFull_s = 4.0, kLow_s = 0.25;
}

QueueBar::QueueBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName("Queue");
    setToolTip("Seconds of picture that lie ready; a mark per second. When it runs out, what is there goes on.");
}

void QueueBar::show_queue(double seconds) {
    const double ready = std::max(0.0, seconds);
    if (std::exchange(seconds_, ready) != ready) update();
}

double QueueBar::filled() const { return std::min(1.0, seconds_ / kFull_s); }

void QueueBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF bar = QRectF(rect()).adjusted(0, 2, 0, -2);
    painter.setBrush(theme::kField);
    painter.drawRoundedRect(bar, 3, 3);
    const QColor colour = seconds_ < kLow_s ? theme::kBad : theme::mix(theme::kPanel, theme::kAccent, 0.75);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(3.0, bar.width() * filled()), bar.height()), 3, 3);
    for (int second = 1; second < static_cast<int>(kFull_s); ++second)
        painter.fillRect(QRectF(bar.width() * second / kFull_s, bar.top(), 1, bar.height()), theme::kNight);
}

}  // namespace chladni
