#pragma once

#include <span>
#include <vector>

namespace chladni {

/// How well beats agree with annotated ones, 0..1 each, as the field counts it: the first five seconds do not count; without
/// beats on one side all is 0. (Davies, Degara and Plumbley, "Evaluation methods for musical audio beat tracking algorithms",
/// 2009; the values are those of mir_eval.)
struct BeatScores {
    double f_measure = 0;              ///< one to one within 70 ms
    double cemgil = 0, cemgil_best = 0;  ///< Gaussian of 40 ms; best: the best of the metric levels
    double goto_score = 0;             ///< 0 or 1: a quarter of the piece in a row is followed well
    double p_score = 0;                ///< correlation within a fifth of the median beat
    double cml_c = 0, cml_t = 0;       ///< continuity at the annotated metric level: longest run, total
    double aml_c = 0, aml_t = 0;       ///< the same at any level: double, half, off-beat too
    double information_gain = 0;       ///< how far from uniform the errors are
};

/// Seconds, ascending. Pure; any thread.
BeatScores score_beats(std::span<const double> annotated_s, std::span<const double> heard_s);

/// Precision, recall and their harmonic mean for events matched one to one within `window_s`.
struct EventScores {
    double precision = 0, recall = 0, f_measure = 0;
};
EventScores score_events(std::span<const double> annotated_s, std::span<const double> heard_s, double window_s);

/// What is annotated of a tempo: two tempi that people tap, and the weight of the first.
struct TempoAnnotation {
    double first_bpm = 0, second_bpm = 0, weight = 0;
};
struct TempoScores {
    double p_score = 0;
    bool one_correct = false, both_correct = false;
};
/// Within 8 per cent. `heard_bpm` [2].
TempoScores score_tempo(const TempoAnnotation& annotated, std::span<const double, 2> heard_bpm);

/// How far matched beats are off, seconds, late is positive.
struct BeatErrors {
    double mean_s = 0, median_abs_s = 0, p95_abs_s = 0;
    std::size_t matched = 0;
};
BeatErrors beat_errors(std::span<const double> annotated_s, std::span<const double> heard_s);

}  // namespace chladni
