#include "ui/level_meter.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <tuple>

#include "ui/theme.h"

namespace chladni {

namespace {

constexpr double kFloor_db = -60, kFall_db_per_s = 20 / 1.7, kHold_s = 20;

struct Zone {
    double from_db, to_db;
    QColor colour;
};
constexpr std::array<Zone, 3> kZones{{{-60, -20, theme::kGood}, {-20, -9, theme::kAccent}, {-9, 0, theme::kBad}}};

double share_of(double db) { return std::clamp((db - kFloor_db) / -kFloor_db, 0.0, 1.0); }

}  // namespace

LevelMeter::LevelMeter(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName("Input level");
    setToolTip("Peak of the input in dBFS, its highest of the last 20 s, and a lamp that lights when it clips.");
}

void LevelMeter::show_level(double peak_db, bool clipped, double time_s) {
    const std::tuple shown(share_of(level_db_), share_of(held_db_), clipped_);
    const double fallen = level_db_ - kFall_db_per_s * std::max(0.0, time_s - time_s_);
    level_db_ = std::max(peak_db, fallen);
    if (level_db_ >= held_db_ || time_s - held_since_s_ > kHold_s) {
        held_db_ = level_db_;
        held_since_s_ = time_s;
    }
    clipped_ = clipped;
    time_s_ = time_s;
    if (shown != std::tuple(share_of(level_db_), share_of(held_db_), clipped_)) update();
}

void LevelMeter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double lamp = height(), bar = width() - lamp - 6;
    for (const Zone& zone : kZones) {
        const double left = bar * share_of(zone.from_db), right = bar * share_of(zone.to_db);
        const double lit = std::min(right, bar * share_of(level_db_));
        painter.fillRect(QRectF(left, 3, right - left - 1, height() - 6), theme::mix(theme::kNight, zone.colour, 0.18));
        if (lit > left) painter.fillRect(QRectF(left, 3, lit - left - 1, height() - 6), zone.colour);
    }
    if (held_db_ > kFloor_db) painter.fillRect(QRectF(bar * share_of(held_db_) - 2, 2, 2, height() - 4), theme::kText);
    painter.setBrush(clipped_ ? theme::kBad : theme::kField);
    painter.drawEllipse(QRectF(width() - lamp + 2, 2, lamp - 4, lamp - 4));
}

}  // namespace chladni
