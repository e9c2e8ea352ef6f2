#include "ui/beat_lamps.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/theme.h"

namespace chladni {

double beat_light(double phase, double confidence) {
    const double left = 1.0 - std::clamp(phase, 0.0, 1.0);
    return left * left * std::clamp(confidence, 0.0, 1.0);
}

BeatLamps::BeatLamps(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName("Beat");
    setToolTip("Lights on the beat; the square is the first of the bar. Faint while the tempo is uncertain.");
}

void BeatLamps::show_beat(double beat_in_bar, double confidence, int beats_per_bar) {
    const auto lamps = static_cast<std::size_t>(std::clamp(beats_per_bar, 1, static_cast<int>(kMost)));
    if (std::exchange(lamps_, lamps) != lamps) update();
    const double whole = std::floor(beat_in_bar), bar = static_cast<double>(lamps_);
    const auto now = static_cast<std::size_t>(std::fmod(std::fmod(whole, bar) + bar, bar));
    std::array<double, kMost> light{};
    light[now] = beat_light(beat_in_bar - whole, confidence);
    if (std::exchange(light_, light) != light) update();
}

void BeatLamps::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double count = static_cast<double>(lamps_), size = std::min(height() - 4.0, width() / count - 2), gap = (width() - count * size) / count;
    for (std::size_t i = 0; i < lamps_; ++i) {
        painter.setPen(QPen(theme::kLine, 1));
        painter.setBrush(theme::mix(theme::kField, theme::kAccent, light_[i]));
        const QRectF lamp(gap / 2 + static_cast<double>(i) * (size + gap), 2, size, size);
        i == 0 ? painter.drawRoundedRect(lamp, 3, 3) : painter.drawEllipse(lamp.adjusted(1, 1, -1, -1));
    }
}

}  // namespace chladni
