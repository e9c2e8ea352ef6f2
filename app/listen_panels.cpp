#include "app/listen_panels.h"

#include <algorithm>
#include <cmath>

#include "app/svg.h"
#include "app/words.h"

namespace chladni {

namespace {

constexpr std::size_t kBins = 36;
constexpr double kStrong_z = 8;  // from here on a cell is as dark as it gets

std::string signed_figure(double value, int digits) { return (value < 0 ? "−" : "+") + with_digits(std::abs(value), digits); }

void draw_frame(std::ostream& out, const PanelPlace& place, const std::string& title) {
    draw_words(out, "panel", place.left, place.top - 10, title);
    draw_box(out, "lane", place.left, place.top, place.width, place.height);
}

/// From lags and correlations to pixels.
struct LagScale {
    const PanelPlace& place;
    double low, high;
    double x(double lag_s) const { return place.left + place.width * (0.5 + 0.5 * lag_s / PairAgreement::kShown_s); }
    double y(double r) const { return place.top + place.height * (high - std::clamp(r, low, high)) / (high - low); }
};

LagScale lag_scale(const PairAgreement& pair, const PanelPlace& place) {
    const auto [low, high] = std::ranges::minmax(pair.r_by_lag);
    const double reach = std::max({high, pair.chance_high, 0.1}), depth = std::min({low, pair.chance_low, -0.1});
    return {place, depth - 0.08 * (reach - depth), reach + 0.12 * (reach - depth)};
}

void draw_lag_axes(std::ostream& out, const LagScale& scale, const PanelPlace& place) {
    SvgPath zero;
    zero.move(place.left, scale.y(0));
    zero.line(place.left + place.width, scale.y(0));
    draw_path(out, "zero", zero);
    for (const int lag_ms : {-1000, -500, 0, 500, 1000})
        draw_words(out, "time", scale.x(1e-3 * lag_ms), place.top + place.height + 14, lag_ms ? signed_figure(lag_ms, 0) : "0 ms");
    draw_words(out, "lane-name", place.left - 5, scale.y(0) + 3, "0");
    const double top = std::min(1.0, std::floor(scale.high * 10) / 10);
    draw_words(out, "lane-name", place.left - 5, scale.y(top) + 3, with_digits(top, 1));
    draw_words(out, "key", place.left + 4, place.top + place.height - 5, "picture first");
    draw_words(out, "key-end", place.left + place.width - 4, place.top + place.height - 5, "sound first");
}

void draw_curve(std::ostream& out, const LagScale& scale, const PairAgreement& pair) {
    SvgPath line;
    for (std::size_t i = 0; i < pair.r_by_lag.size(); ++i) {
        const double lag_s = static_cast<double>(i) * PairAgreement::kShownStep_s - PairAgreement::kShown_s;
        if (i) line.line(scale.x(lag_s), scale.y(pair.r_by_lag[i]));
        else line.move(scale.x(lag_s), scale.y(pair.r_by_lag[i]));
    }
    draw_path(out, "curve", line);
    SvgPath mark;
    mark.move(scale.x(pair.peak.lag_s), scale.y(scale.low));
    mark.line(scale.x(pair.peak.lag_s), scale.y(scale.high));
    draw_path(out, "film", mark);
    const bool right = pair.peak.lag_s < 0.4;
    draw_words(out, right ? "film-name" : "film-name-end", scale.x(pair.peak.lag_s) + (right ? 6 : -6), scale.y(scale.high) + 14,
               signed_figure(1e3 * pair.peak.lag_s, 0) + " ms, " + with_digits(pair.peak.r, 2));
}

std::vector<std::size_t> histogram_of(const std::vector<double>& values, double low, double high) {
    std::vector<std::size_t> bins(kBins);
    for (const double value : values)
        ++bins[std::min(kBins - 1, static_cast<std::size_t>(std::max(0.0, (value - low) / (high - low) * static_cast<double>(kBins))))];
    return bins;
}

void draw_cell(std::ostream& out, const PairAgreement& pair, double x, double y, double width, double height) {
    const double dark = std::clamp(pair.standing.z / kStrong_z, 0.0, 1.0);
    out << "<rect fill=\"#2c9a8c\" x=\"" << px(x + 1) << "\" y=\"" << px(y + 1) << "\" width=\"" << px(width - 2) << "\" height=\"" << px(height - 2)
        << "\" fill-opacity=\"" << with_digits(0.06 + 0.74 * dark, 2) << "\"/>\n";
    draw_words(out, dark > 0.6 ? "z-light" : "z", x + width / 2, y + height / 2 + 4, pair.r_by_lag.empty() ? "·" : signed_figure(pair.standing.z, 1));
}

}  // namespace

void draw_lag_panel(std::ostream& out, const Agreement& agreement, const PanelPlace& place) {
    if (!agreement.pairs.timed) return draw_frame(out, place, "Nothing to correlate: picture or sound stands still");
    const PairAgreement& pair = agreement.pairs.pairs[*agreement.pairs.timed];
    draw_frame(out, place, "Correlation by lag: " + pair.seen + " with " + pair.heard);
    const LagScale scale = lag_scale(pair, place);
    draw_box(out, "searched", scale.x(-Correlogram::kReach_s), place.top, scale.x(Correlogram::kReach_s) - scale.x(-Correlogram::kReach_s), place.height);
    draw_box(out, "chance", place.left, scale.y(pair.chance_high), place.width, scale.y(pair.chance_low) - scale.y(pair.chance_high));
    draw_lag_axes(out, scale, place);
    draw_curve(out, scale, pair);
}

void draw_null_panel(std::ostream& out, const Agreement& agreement, const PanelPlace& place) {
    const std::vector<double>& values = agreement.pairs.largest.by_chance;
    draw_frame(out, place, "Where the film stands among " + std::to_string(values.size()) + " shifts of its sound");
    if (values.empty() || !agreement.pairs.largest.best) return;
    const auto [least, largest] = std::ranges::minmax(values);
    const double film = agreement.pairs.largest.statistic, low = std::min(least, film), reach = std::max({largest, film, low + 0.1}), high = reach + 0.04 * (reach - low);
    const std::vector<std::size_t> bins = histogram_of(values, low, high);
    const auto most = static_cast<double>(std::ranges::max(bins));
    const double width = place.width / static_cast<double>(kBins), floor = place.top + place.height;
    for (std::size_t i = 0; i < kBins; ++i)
        if (const double tall = 0.84 * place.height * static_cast<double>(bins[i]) / most; bins[i]) draw_box(out, "bin", place.left + width * static_cast<double>(i) + 0.5, floor - tall, width - 1, tall);
    const double x = place.left + place.width * (film - low) / (high - low);
    SvgPath mark;
    mark.move(x, place.top);
    mark.line(x, floor);
    draw_path(out, "film", mark);
    const bool right = x < place.left + 0.6 * place.width;
    draw_words(out, right ? "film-name" : "film-name-end", x + (right ? 6 : -6), place.top + 14, "the film: z " + signed_figure(agreement.pairs.largest.standing.z, 1));
    for (int i = static_cast<int>(std::ceil(low)), step = std::max(1, static_cast<int>((high - low) / 8)); i <= high; i += step)
        draw_words(out, "time", place.left + place.width * (i - low) / (high - low), floor + 14, std::to_string(i));
}

void draw_pairs_panel(std::ostream& out, const Agreement& agreement, const PanelPlace& place) {
    const std::vector<PairAgreement>& pairs = agreement.pairs.pairs;
    draw_words(out, "panel", place.left, place.top - 10, "z of each pair: picture down, sound across");
    const std::size_t rows = std::max<std::size_t>(1, agreement.modulations.size()), columns = std::max<std::size_t>(1, pairs.size() / rows);
    constexpr double kNames_px = 72;
    const double width = (place.width - kNames_px) / static_cast<double>(columns), height = place.height / static_cast<double>(rows);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const double x = place.left + kNames_px + width * static_cast<double>(i % columns), y = place.top + height * static_cast<double>(i / columns);
        draw_cell(out, pairs[i], x, y, width, height);
        if (i % columns == 0) draw_words(out, "lane-name", x - 8, y + height / 2 + 3, pairs[i].seen);
        if (i < columns) draw_words(out, "time", x + width / 2, place.top + place.height + 14, pairs[i].heard);
    }
}

}  // namespace chladni
