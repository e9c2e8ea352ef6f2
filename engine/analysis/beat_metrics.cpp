#include "engine/analysis/beat_metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/analysis/beat_continuity.h"

namespace chladni {

namespace {

using Times = std::vector<double>;

constexpr double kFrom_s = 5.0, kBeatWindow_s = 0.07, kCemgil_s = 0.04;

Times late_enough(std::span<const double> times_s) {
    Times kept;
    std::ranges::copy_if(times_s, std::back_inserter(kept), [](double t) { return t >= kFrom_s; });
    return kept;
}

// The pairs of a largest matching: on sorted times the earlier of two that do not fit can fit nothing later.
std::vector<std::pair<double, double>> matched(std::span<const double> annotated_s, std::span<const double> heard_s, double window_s) {
    std::vector<std::pair<double, double>> pairs;
    for (std::size_t i = 0, k = 0; i < annotated_s.size() && k < heard_s.size();) {
        const double off = heard_s[k] - annotated_s[i];
        if (std::abs(off) <= window_s) pairs.emplace_back(annotated_s[i++], heard_s[k++]);
        else if (off < 0) ++k;
        else ++i;
    }
    return pairs;
}

double cemgil_accuracy(const Times& annotated_s, const Times& heard_s) {
    double sum = 0.0;
    for (const double t : annotated_s) {
        const double off = heard_s[nearest_beat(heard_s, t)] - t;
        sum += std::exp(-off * off / (2.0 * kCemgil_s * kCemgil_s));
    }
    return sum / (0.5 * static_cast<double>(annotated_s.size() + heard_s.size()));
}

// What a beat is off, as a part of half the interval to its neighbour on that side; 1 where not exactly one beat was heard.
std::vector<double> goto_errors(const Times& annotated_s, const Times& heard_s) {
    std::vector<double> errors(annotated_s.size(), 1.0);
    for (std::size_t n = 1; n + 1 < annotated_s.size(); ++n) {
        const double t = annotated_s[n], before = 0.5 * (t - annotated_s[n - 1]), after = 0.5 * (annotated_s[n + 1] - t);
        const auto first = std::ranges::lower_bound(heard_s, t - before), end = std::ranges::lower_bound(heard_s, t + after);
        if (end - first != 1) continue;
        errors[n] = (*first - t) / (*first < t ? before : after);
    }
    return errors;
}

// The stretch of the errors that is judged: all between the first and last wrong one, or the longest between two.
std::span<const double> goto_track(const std::vector<double>& errors) {
    std::vector<std::size_t> wrong;
    for (std::size_t n = 0; n < errors.size(); ++n)
        if (std::abs(errors[n]) > 0.35) wrong.push_back(n);
    const std::span all(errors);
    if (wrong.size() < 3) return wrong.size() == 2 && wrong[1] > wrong[0] + 2 ? all.subspan(wrong[0] + 1, wrong[1] - wrong[0] - 2) : all.first(0);
    std::size_t longest = 1;
    for (std::size_t i = 2; i < wrong.size(); ++i)
        if (wrong[i] - wrong[i - 1] > wrong[longest] - wrong[longest - 1]) longest = i;
    const std::size_t gap = wrong[longest] - wrong[longest - 1];
    if (static_cast<double>(gap) - 1.0 <= 0.25 * (static_cast<double>(errors.size()) - 2.0)) return all.first(0);
    return all.subspan(wrong[longest - 1], gap + 1);
}

double goto_accuracy(const Times& annotated_s, const Times& heard_s) {
    const std::vector<double> errors = goto_errors(annotated_s, heard_s);
    const auto track = goto_track(errors);
    if (track.size() < 2) return 0.0;
    const auto count = static_cast<double>(track.size());
    double size = 0.0, mean = 0.0, square = 0.0;
    for (const double e : track) size += std::abs(e) / count, mean += e / count;
    for (const double e : track) square += (e - mean) * (e - mean) / (count - 1.0);
    return size < 0.2 && std::sqrt(square) < 0.2 ? 1.0 : 0.0;
}

// Beats as places of a grid of 10 ms, each place once, from the first beat of either side on.
std::vector<long> on_grid(const Times& times_s, double from_s) {
    std::vector<long> places;
    for (const double t : times_s) places.push_back(static_cast<long>(std::ceil((t - from_s) * 100.0)));
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

double median_interval(const std::vector<long>& places) {
    std::vector<double> intervals;
    for (std::size_t i = 1; i < places.size(); ++i) intervals.push_back(static_cast<double>(places[i] - places[i - 1]));
    std::ranges::sort(intervals);
    const std::size_t half = intervals.size() / 2;
    return intervals.size() % 2 ? intervals[half] : 0.5 * (intervals[half - 1] + intervals[half]);
}

double p_score_of(const Times& annotated_s, const Times& heard_s) {
    if (annotated_s.size() < 2 || heard_s.size() < 2) return 0.0;
    const double from_s = std::min(annotated_s.front(), heard_s.front());
    const auto annotated = on_grid(annotated_s, from_s), heard = on_grid(heard_s, from_s);
    const auto reach = std::lrint(0.2 * (annotated.size() > 1 ? median_interval(annotated) : 0.0));
    std::ptrdiff_t within = 0;
    for (const long place : annotated)
        within += std::ranges::upper_bound(heard, place + reach) - std::ranges::lower_bound(heard, place - reach);
    return static_cast<double>(within) / static_cast<double>(std::max(annotated_s.size(), heard_s.size()));
}

// The error of a beat as a part of the interval on its side, within (-1/2, 1/2].
double turned_error(const Times& annotated_s, double t) {
    const std::size_t n = nearest_beat(annotated_s, t), last = annotated_s.size() - 1;
    const double off = t - annotated_s[n];
    const bool before = n == last || off < 0;
    // Before the first beat there is no interval: as in mir_eval, where the index wraps to the last beat, the error is about 0.
    const double start = before && n == 0 ? annotated_s[last] : annotated_s[before ? n - 1 : n];
    const double error = off / ((before ? annotated_s[n] : annotated_s[n + 1]) - start);
    return error - std::ceil(error - 0.5);
}

double error_entropy(const Times& annotated_s, const Times& heard_s) {
    constexpr int kBins = 41;
    std::array<double, kBins> count{};
    for (const double t : heard_s) {
        const double place = (turned_error(annotated_s, t) + 0.5) * kBins;
        count[static_cast<std::size_t>(std::clamp(static_cast<int>(std::floor(place)), 0, kBins - 1))] += 1.0;
    }
    double entropy = 0.0;
    for (const double c : count)
        if (const double p = c / static_cast<double>(heard_s.size()); p > 0.0) entropy -= p * std::log2(p);
    return entropy;
}

double information_gain_of(const Times& annotated_s, const Times& heard_s) {
    if (annotated_s.size() < 2 || heard_s.size() < 2) return 0.0;
    const double worst = std::max(error_entropy(annotated_s, heard_s), error_entropy(heard_s, annotated_s)), most = std::log2(41.0);
    return (most - worst) / most;
}

}  // namespace

BeatScores score_beats(std::span<const double> annotated_s, std::span<const double> heard_s) {
    const Times annotated = late_enough(annotated_s), heard = late_enough(heard_s);
    BeatScores scores;
    if (annotated.empty() || heard.empty()) return scores;
    scores.f_measure = score_events(annotated, heard, kBeatWindow_s).f_measure;
    scores.cemgil = cemgil_accuracy(annotated, heard);
    for (const Times& level : metric_levels(annotated))
        if (!level.empty()) scores.cemgil_best = std::max(scores.cemgil_best, cemgil_accuracy(level, heard));
    scores.goto_score = goto_accuracy(annotated, heard);
    scores.p_score = p_score_of(annotated, heard);
    const Continuity strict = continuity(annotated, heard), any = best_continuity(annotated, heard);
    scores.cml_c = strict.longest, scores.cml_t = strict.total;
    scores.aml_c = any.longest, scores.aml_t = any.total;
    scores.information_gain = information_gain_of(annotated, heard);
    return scores;
}

EventScores score_events(std::span<const double> annotated_s, std::span<const double> heard_s, double window_s) {
    if (annotated_s.empty() || heard_s.empty()) return {};
    const auto hits = static_cast<double>(matched(annotated_s, heard_s, window_s).size());
    const double precision = hits / static_cast<double>(heard_s.size()), recall = hits / static_cast<double>(annotated_s.size());
    return {precision, recall, hits > 0 ? 2.0 * precision * recall / (precision + recall) : 0.0};
}

TempoScores score_tempo(const TempoAnnotation& annotated, std::span<const double, 2> heard_bpm) {
    const auto hit = [&](double bpm) {
        if (bpm <= 0.0) return false;
        return std::ranges::any_of(heard_bpm, [&](double heard) { return std::abs(heard - bpm) / bpm <= 0.08; });
    };
    const bool first = hit(annotated.first_bpm), second = hit(annotated.second_bpm);
    return {annotated.weight * first + (1.0 - annotated.weight) * second, first || second, first && second};
}

BeatErrors beat_errors(std::span<const double> annotated_s, std::span<const double> heard_s) {
    const Times annotated = late_enough(annotated_s), heard = late_enough(heard_s);
    BeatErrors out;
    std::vector<double> sizes;
    for (const auto& [truth, beat] : matched(annotated, heard, kBeatWindow_s)) {
        out.mean_s += beat - truth;
        sizes.push_back(std::abs(beat - truth));
    }
    out.matched = sizes.size();
    if (sizes.empty()) return out;
    std::ranges::sort(sizes);
    out.mean_s /= static_cast<double>(sizes.size());
    out.median_abs_s = sizes[sizes.size() / 2];
    out.p95_abs_s = sizes[std::min(sizes.size() - 1, sizes.size() * 95 / 100)];
    return out;
}

}  // namespace chladni
