#include "app/plot_row.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/svg.h"
#include "app/words.h"
#include "engine/analysis/tempo_space.h"

namespace chladni {

namespace {

// The lanes, in pixels from the top of the row.
constexpr double kWaveTop = 16, kWaveHeight = 60;
constexpr double kOnsetTop = 82, kOnsetHeight = 34;
constexpr double kTempoTop = 124, kTempoHeight = 42;
constexpr double kLanesEnd = kTempoTop + kTempoHeight;
constexpr double kRowHeight = kLanesEnd + 34;
constexpr double kColumn_px = 2;        // of waveform and onset curve
constexpr std::size_t kBeatsAround = 2; // a beat's own tempo is measured over so many beats before and after it
constexpr double kLeastBeat_px = 6;     // closer together they would be a wall
constexpr double kLeastOnset_px = 2.5;
constexpr double kNumberRoom_px = 20;

float usable(float value) { return std::isfinite(value) ? value : 0.0f; }

}  // namespace

std::string clock_words(double time_s) {
    const auto whole = static_cast<long>(time_s + 1e-6);
    const std::string seconds = std::to_string(whole % 60), minutes = std::to_string(whole / 60 % 60);
    const std::string tail = (seconds.size() < 2 ? "0" : "") + seconds;
    if (whole < 3600) return minutes + ":" + tail;
    return std::to_string(whole / 3600) + ":" + (minutes.size() < 2 ? "0" : "") + minutes + ":" + tail;
}

PlotRow::PlotRow(const SongAnalysis& song, const PlotScale& scale, double start_s, double top)
    : song_(song), scale_(scale), start_s_(start_s), end_s_(std::min(start_s + scale.row_s, song.duration_s)), top_(top) {}

double PlotRow::height() { return kRowHeight; }

double PlotRow::y_of_bpm(double bpm) const {
    const double share = (bpm - scale_.low_bpm) / (scale_.high_bpm - scale_.low_bpm);
    return top_ + kTempoTop + kTempoHeight * (1.0 - std::clamp(share, 0.0, 1.0));
}

std::size_t PlotRow::first_hop() const { return static_cast<std::size_t>(std::lround(start_s_ * kHopsPerSecond)); }

std::size_t PlotRow::last_hop() const {
    return std::min(song_.hops.size(), static_cast<std::size_t>(std::lround((start_s_ + scale_.row_s) * kHopsPerSecond)));
}

void PlotRow::draw(std::ostream& out) const {
    draw_ground(out);
    draw_wave(out);
    draw_confidence(out);
    draw_beats(out);
    draw_onsets(out);
    draw_tempo(out);
    draw_beat_tempi(out);
    draw_bars(out);
    draw_time(out);
}

void PlotRow::draw_ground(std::ostream& out) const {
    const double width = std::max(1.0, x(end_s_) - scale_.left);
    draw_box(out, "lane", scale_.left, top_ + kWaveTop, width, kWaveHeight);
    draw_box(out, "lane", scale_.left, top_ + kOnsetTop, width, kOnsetHeight);
    draw_box(out, "lane", scale_.left, top_ + kTempoTop, width, kTempoHeight);
    draw_words(out, "lane-name", scale_.left - 8, top_ + kWaveTop + kWaveHeight / 2 + 3, "sound");
    draw_words(out, "lane-name", scale_.left - 8, top_ + kOnsetTop + kOnsetHeight / 2 + 3, "onsets");
    draw_words(out, "lane-name", scale_.left - 8, top_ + kTempoTop + 8, with_digits(scale_.high_bpm, 0));
    draw_words(out, "lane-name", scale_.left - 8, top_ + kTempoTop + kTempoHeight / 2 + 3, "BPM");
    draw_words(out, "lane-name", scale_.left - 8, top_ + kTempoTop + kTempoHeight, with_digits(scale_.low_bpm, 0));
}

// The outline of the lowest and the highest samples, and within it, darker, the effective value.
void PlotRow::draw_wave(std::ostream& out) const {
    const double middle = top_ + kWaveTop + kWaveHeight / 2, per_sample = kWaveHeight / 2 / static_cast<double>(scale_.loudest);
    const std::size_t first = first_hop(), last = last_hop();
    const double hop_px = scale_.width / scale_.row_s / kHopsPerSecond;
    const auto stride = std::max<std::size_t>(1, static_cast<std::size_t>(kColumn_px / hop_px));
    SvgPath outline, body;
    std::vector<std::array<double, 3>> below;  // x, lowest, effective
    for (std::size_t at = first; at < last; at += stride) {
        float low = 0, high = 0, power = 0;
        const std::size_t end = std::min(at + stride, last);
        for (std::size_t hop = at; hop < end; ++hop) {
            low = std::min(low, usable(song_.wave[hop].low));
            high = std::max(high, usable(song_.wave[hop].high));
            power += usable(song_.hops[hop].rms) * usable(song_.hops[hop].rms);
        }
        const double effective = per_sample * std::sqrt(static_cast<double>(power) / static_cast<double>(end - at));
        const double here = scale_.left + hop_px * (static_cast<double>(at - first) + 0.5 * static_cast<double>(end - at));
        const auto add = [&](SvgPath& path, double y) { below.empty() ? path.move(here, y) : path.line(here, y); };
        add(outline, middle - per_sample * static_cast<double>(high));
        add(body, middle - effective);
        below.push_back({here, middle - per_sample * static_cast<double>(low), middle + effective});
    }
    for (auto point = below.rbegin(); point != below.rend(); ++point) {
        outline.line((*point)[0], (*point)[1]);
        body.line((*point)[0], (*point)[2]);
    }
    draw_path(out, "wave", outline);
    draw_path(out, "body", body);
}

// Onset strength as a hill, and under it a mark for each onset.
void PlotRow::draw_onsets(std::ostream& out) const {
    const double floor = top_ + kOnsetTop + kOnsetHeight - 5;
    const std::size_t first = first_hop(), last = last_hop();
    const double hop_px = scale_.width / scale_.row_s / kHopsPerSecond;
    const auto stride = std::max<std::size_t>(1, static_cast<std::size_t>(kColumn_px / hop_px));
    const double delay_px = scale_.width / scale_.row_s * song_.onset_delay_s;
    SvgPath hill, marks;
    for (std::size_t at = first; at < last; at += stride) {
        float most = 0;
        for (std::size_t hop = at; hop < std::min(at + stride, last); ++hop) most = std::max(most, usable(song_.hops[hop].onset));
        const double here = std::max(scale_.left, scale_.left + hop_px * (static_cast<double>(at - first) + 1.0) - delay_px);
        if (hill.empty()) hill.move(here, floor);
        hill.line(here, floor - (kOnsetHeight - 8) * std::min(1.0, static_cast<double>(most)));
    }
    if (!hill.empty()) hill.line(scale_.left + hop_px * static_cast<double>(last - first), floor);
    for (const double t : song_.onsets_s) {
        if (!holds(t) || scale_.onsets_apart_px < kLeastOnset_px) continue;
        marks.move(x(t), floor + 1.5);
        marks.line(x(t), floor + 4.5);
    }
    draw_path(out, "hill", hill);
    draw_path(out, "onset", marks);
}

void PlotRow::draw_beats(std::ostream& out) const {
    if (scale_.beats_apart_px < kLeastBeat_px) return;
    SvgPath beats;
    for (const double t : song_.beats_s) {
        if (!holds(t) || std::ranges::binary_search(song_.downbeats_s, t)) continue;
        beats.move(x(t), top_ + kWaveTop);
        beats.line(x(t), top_ + kOnsetTop + kOnsetHeight);
    }
    draw_path(out, "beat", beats);
}

// Where there is no room for the number of each bar, the bars between are thin.
void PlotRow::draw_bars(std::ostream& out) const {
    const double bottom = top_ + kOnsetTop + kOnsetHeight;
    SvgPath numbered, others;
    double after = -1e9;
    for (std::size_t bar = 0; bar < song_.downbeats_s.size(); ++bar) {
        const double t = song_.downbeats_s[bar];
        if (!holds(t)) continue;
        const bool number = bar % static_cast<std::size_t>(scale_.bar_step) == 0;
        SvgPath& path = number ? numbered : others;
        path.move(x(t), top_ + (number ? kWaveTop - 3 : kWaveTop));
        path.line(x(t), bottom);
        if (!number || x(t) < after) continue;
        draw_words(out, "bar", x(t), top_ + kWaveTop - 5, std::to_string(bar + 1));
        after = x(t) + kNumberRoom_px;
    }
    draw_path(out, scale_.beats_apart_px < kLeastBeat_px ? "thin" : "downbeat", others);
    draw_path(out, "downbeat", numbered);
}

void PlotRow::draw_confidence(std::ostream& out) const {
    const double floor = top_ + kTempoTop + kTempoHeight;
    SvgPath area;
    double height = 0;
    for (const TempoPoint& point : song_.tempo_curve) {
        if (point.time_s < start_s_ - 1.0 || point.time_s > end_s_ + 1.0) continue;
        const double here = std::clamp(x(point.time_s), scale_.left, x(end_s_));
        height = kTempoHeight * (std::isfinite(point.confidence) ? std::clamp(point.confidence, 0.0, 1.0) : 0.0);
        if (area.empty()) area.move(here, floor);
        area.line(here, floor - height);
    }
    if (!area.empty()) {
        area.line(x(end_s_), floor - height);
        area.line(x(end_s_), floor);
    }
    draw_path(out, "sure", area);
    draw_words(out, "share", x(end_s_) + 4, top_ + kTempoTop + 8, "1");
    draw_words(out, "share", x(end_s_) + 4, floor, "0");
}

// The tracker's tempo, where it is to be trusted.
void PlotRow::draw_tempo(std::ostream& out) const {
    SvgPath line;
    bool drawing = false;
    for (const TempoPoint& point : song_.tempo_curve) {
        const bool trusted = std::isfinite(point.bpm) && point.confidence >= static_cast<double>(BeatGrid::kTrusted);
        const bool here = trusted && point.time_s >= start_s_ - 0.5 && point.time_s <= end_s_;
        if (here && drawing) line.line(x(point.time_s), y_of_bpm(point.bpm));
        else if (here) line.move(std::max(scale_.left, x(point.time_s)), y_of_bpm(point.bpm));
        drawing = here;
    }
    draw_path(out, "tempo", line);
}

// What the beats themselves say: a dot for each.
void PlotRow::draw_beat_tempi(std::ostream& out) const {
    SvgPath dots;
    const auto& beats = song_.beats_s;
    constexpr std::size_t reach = kBeatsAround;
    for (std::size_t i = reach; i + reach < beats.size(); ++i) {
        const double bpm = 60.0 * 2 * reach / (beats[i + reach] - beats[i - reach]);
        if (!holds(beats[i]) || bpm < scale_.low_bpm || bpm > scale_.high_bpm) continue;
        dots.move(x(beats[i]), y_of_bpm(bpm));
        dots.line(x(beats[i]), y_of_bpm(bpm));
    }
    draw_path(out, "dot", dots);
}

void PlotRow::draw_time(std::ostream& out) const {
    const double y = top_ + kLanesEnd;
    SvgPath small, large;
    const int minor_s = std::max(1, scale_.tick_s / 5);
    for (int t = 0; start_s_ + t <= std::max(end_s_, start_s_ + 1e-9); t += minor_s) {
        const bool named = t % scale_.tick_s == 0;
        SvgPath& path = named ? large : small;
        path.move(x(start_s_ + t), y + 1);
        path.line(x(start_s_ + t), y + (named ? 6 : 3.5));
        if (named) draw_words(out, "time", x(start_s_ + t), y + 16, clock_words(start_s_ + t));
    }
    draw_path(out, "tick", small);
    draw_path(out, "tick", large);
}

}  // namespace chladni
