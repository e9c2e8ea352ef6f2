#include "app/listen_lanes.h"

#include <algorithm>
#include <cmath>

#include "app/plot_row.h"
#include "app/svg.h"

namespace chladni {

namespace {

constexpr double kLaneColumn_px = 2, kAxis_px = 22, kLaneTimeRoom_px = 56;
constexpr double kHigh = 0.998;  // the quantile that fills a lane: one cut must not flatten all else

// The largest value of each column of time; where a column has none, the one before goes on: a picture is shown until the next.
std::vector<double> columns_of(const TimedCurve& curve, double from_s, double to_s, std::size_t count) {
    constexpr double kNone = -1e9;
    std::vector<double> columns(count, kNone);
    double before = 0.0;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const double place = (curve.times_s[i] - from_s) / (to_s - from_s) * static_cast<double>(count);
        if (place < 0.0) before = curve.values[i];
        if (place < 0.0 || place >= static_cast<double>(count)) continue;
        double& column = columns[static_cast<std::size_t>(place)];
        column = std::max(column, curve.values[i]);
    }
    for (double& column : columns) {
        if (column == kNone) column = before;
        before = column;
    }
    return columns;
}

TimedCurve turned(const TimedCurve& curve, double turned_s, const SeenAndHeard& film) {
    if (turned_s <= 0.0) return curve;
    TimedCurve out = part_of(curve, film.from_s, film.to_s);
    const double period_s = film.to_s - film.from_s;
    const auto first = std::ranges::lower_bound(out.times_s, period_s - turned_s) - out.times_s.begin();
    std::ranges::rotate(out.values, out.values.begin() + first);
    for (double& t : out.times_s) t += film.from_s;
    return out;
}

int lane_tick_length_s(double seconds, double width) {
    for (const int tick_s : {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200})
        if (width * tick_s / seconds >= kLaneTimeRoom_px) return tick_s;
    return 3600;
}

}  // namespace

double ListenLanes::height_of(double lane_height) { return 2 * lane_height + kGap_px + kAxis_px; }

void ListenLanes::draw(std::ostream& out) const {
    const SeenAndHeard& film = report_.film;
    const double turned_s = report_.agreement.null.turned_s;
    draw_ground(out);
    draw_hill(out, "loud", film.heard[1], turned_s, sound_floor(), 0.92, true);
    draw_hill(out, "onset", film.heard[0], turned_s, sound_floor(), 0.92, true);
    draw_hill(out, "light", film.seen[3], 0.0, picture_floor(), 0.92, false);
    draw_hill(out, "motion", film.seen[1], 0.0, picture_floor(), 0.8, true);
    draw_hill(out, "flash", film.seen[0], 0.0, picture_floor(), 0.8, true);
    if (place_.moments) {
        if (turned_s <= 0.0) draw_marks(out, "beat", film.beats_s, place_.top, picture_floor());
        draw_marks(out, "event", film.events_s, sound_floor() + kGap_px, sound_floor() + kGap_px + 5);
    }
    draw_time(out);
}

void ListenLanes::draw_ground(std::ostream& out) const {
    draw_box(out, "lane", place_.left, place_.top, place_.width, place_.lane_height);
    draw_box(out, "lane", place_.left, sound_floor() + kGap_px, place_.width, place_.lane_height);
    draw_words(out, "lane-name", place_.left - 8, place_.top + place_.lane_height / 2 + 3, "sound");
    draw_words(out, "lane-name", place_.left - 8, sound_floor() + kGap_px + place_.lane_height / 2 + 3, "picture");
}

void ListenLanes::draw_hill(std::ostream& out, const char* kind, const TimedCurve& curve, double turned_s, double floor, double part, bool closed) const {
    const auto count = static_cast<std::size_t>(place_.width / kLaneColumn_px);
    const std::vector<double> columns = columns_of(turned(curve, turned_s, report_.film), place_.from_s, place_.to_s, count);
    const double most = std::max({quantile_of(columns, kHigh), 1e-3, 0.05 * quantile_of(curve.values, 1.0)});
    SvgPath path;
    if (closed) path.move(place_.left, floor);
    for (std::size_t i = 0; i < count; ++i) {
        const double here = place_.left + kLaneColumn_px * static_cast<double>(i), y = floor - part * place_.lane_height * std::clamp(columns[i] / most, 0.0, 1.08);
        if (path.empty()) path.move(here, y);
        else path.line(here, y);
    }
    if (closed) path.line(place_.left + place_.width, floor);
    draw_path(out, kind, path);
}

void ListenLanes::draw_marks(std::ostream& out, const char* kind, const std::vector<double>& moments_s, double top, double bottom) const {
    SvgPath marks;
    for (const double t : moments_s) {
        if (t < place_.from_s || t >= place_.to_s) continue;
        marks.move(x(t), top);
        marks.line(x(t), bottom);
    }
    draw_path(out, kind, marks);
}

void ListenLanes::draw_time(std::ostream& out) const {
    const int tick_s = lane_tick_length_s(place_.to_s - place_.from_s, place_.width);
    SvgPath ticks;
    for (int t = static_cast<int>(std::ceil(place_.from_s / tick_s)) * tick_s; t <= place_.to_s; t += tick_s) {
        ticks.move(x(t), picture_floor() + 1);
        ticks.line(x(t), picture_floor() + 6);
        draw_words(out, "time", x(t), picture_floor() + 16, clock_words(t));
    }
    draw_path(out, "tick", ticks);
}

}  // namespace chladni
