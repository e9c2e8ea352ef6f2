#include "engine/analysis/beat_continuity.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

using Times = std::vector<double>;

constexpr double kTolerance = 0.175;  // of the annotated interval, for place and for tempo

// The interval that ends at a beat; at the first beat of either side the one that starts there.
double interval(const Times& times_s, std::size_t at, bool forward) {
    if (forward && at + 1 < times_s.size()) return times_s[at + 1] - times_s[at];
    return at > 0 ? times_s[at] - times_s[at - 1] : 0.0;
}

std::vector<bool> right_beats(const Times& annotated_s, const Times& heard_s) {
    std::vector<bool> right(heard_s.size()), used(annotated_s.size());
    for (std::size_t m = 0; m < heard_s.size(); ++m) {
        const std::size_t k = nearest_beat(annotated_s, heard_s[m]);
        if (used[k]) continue;
        const bool forward = m == 0 || k == 0;
        const double annotated = interval(annotated_s, k, forward), heard = interval(heard_s, m, forward);
        if (annotated <= 0.0) continue;
        const double place = std::abs(heard_s[m] - annotated_s[k]) / annotated, tempo = std::abs(1.0 - heard / annotated);
        right[m] = used[k] = place < kTolerance && tempo < kTolerance;
    }
    return right;
}

}  // namespace

std::size_t nearest_beat(const Times& times_s, double t) {
    const auto after = std::ranges::lower_bound(times_s, t);
    if (after == times_s.begin()) return 0;
    const auto before = std::ranges::lower_bound(times_s, *std::prev(after));  // the first of equal ones
    return static_cast<std::size_t>((after == times_s.end() || t - *before <= *after - t ? before : after) - times_s.begin());
}

Continuity continuity(const Times& annotated_s, const Times& heard_s) {
    if (annotated_s.size() < 2 || heard_s.size() < 2) return {};
    std::size_t total = 0, run = 0, longest = 0;
    for (const bool right : right_beats(annotated_s, heard_s)) {
        run = right ? run + 1 : 0;
        total += right;
        longest = std::max(longest, run);
    }
    const auto all = static_cast<double>(std::max(annotated_s.size(), heard_s.size()));
    return {static_cast<double>(longest) / all, static_cast<double>(total) / all};
}

Continuity best_continuity(const Times& annotated_s, const Times& heard_s) {
    Continuity best;
    for (const Times& level : metric_levels(annotated_s)) {
        const Continuity here = continuity(level, heard_s);
        best = {std::max(best.longest, here.longest), std::max(best.total, here.total)};
    }
    return best;
}

std::vector<Times> metric_levels(const Times& annotated_s) {
    Times between, twice, odd, even;
    for (std::size_t i = 0; i < annotated_s.size(); ++i) {
        (i % 2 ? even : odd).push_back(annotated_s[i]);
        twice.push_back(annotated_s[i]);
        if (i + 1 == annotated_s.size()) continue;
        between.push_back(0.5 * (annotated_s[i] + annotated_s[i + 1]));
        twice.push_back(between.back());
    }
    return {annotated_s, between, twice, odd, even};
}

}  // namespace chladni
