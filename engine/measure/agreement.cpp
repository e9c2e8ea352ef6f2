#include "engine/measure/agreement.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/digits.h"

namespace chladni {

namespace {

constexpr double kLeast_s = 2.0;
constexpr double kSlow_s = 4.0;  // what changes more slowly than this has too few changes in a song to be judged

void check_length(const SeenAndHeard& film) {
    const double length_s = std::max(0.0, film.to_s - film.from_s);
    require(length_s >= kLeast_s, "expected at least 2 s with both pictures and sound, got " + with_digits(length_s, 1) + " s");
}

std::vector<TimedCurve> prepared(const std::vector<TimedCurve>& curves, const SeenAndHeard& film) {
    std::vector<TimedCurve> out;
    for (const TimedCurve& curve : curves) {
        out.push_back(part_of(curve, film.from_s, film.to_s));
        take_off_the_slow(out.back(), kSlow_s);
    }
    return out;
}

std::vector<double> moments_of(const std::vector<double>& moments_s, const SeenAndHeard& film) {
    std::vector<double> out;
    for (const double t : moments_s)
        if (t >= film.from_s && t < film.to_s) out.push_back(t - film.from_s);
    return out;
}

}  // namespace

Agreement measure_agreement(const SeenAndHeard& film, const AgreementSettings& settings) {
    check_length(film);
    const std::vector<TimedCurve> seen = prepared(film.seen, film), heard = prepared(film.heard, film);
    const std::vector<double> beats_s = moments_of(film.beats_s, film), events_s = moments_of(film.events_s, film);
    Agreement out;
    out.null = draw_null_shifts(film.to_s - film.from_s, settings.most_shifts, settings.seed);
    if (settings.against_chance) out.null = turned_by_one(std::move(out.null), settings.seed);
    out.pairs = agree_pairs(seen, heard, out.null);
    out.other_tempi = against_other_tempi(seen, heard, out.null, out.pairs, settings.seed);
    out.beats = agree_moments(beats_s, events_s, out.null);
    out.onsets = agree_moments(moments_of(film.onsets_s, film), events_s, out.null);
    out.modulations = modulations_by(beats_s, seen, out.null);
    return out;
}

}  // namespace chladni
