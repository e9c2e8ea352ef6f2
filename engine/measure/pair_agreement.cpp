#include "engine/measure/pair_agreement.h"

#include <algorithm>
#include <cmath>

#include "engine/measure/circle.h"

namespace chladni {

namespace {

constexpr double kSure = 0.05;  // a pair's p up to which its lag is trusted

std::vector<double> shown_part(const Correlogram& correlogram, double turned_s) {
    std::vector<double> out;
    if (correlogram.empty()) return out;
    const auto steps = std::lround(PairAgreement::kShown_s / PairAgreement::kShownStep_s);
    for (long step = -steps; step <= steps; ++step)
        out.push_back(correlogram.at(turned_s + static_cast<double>(step) * PairAgreement::kShownStep_s));
    return out;
}

// What the pair's peaks are under each shift; the pair itself is told the rest.
std::vector<double> judge(PairAgreement& pair, const Correlogram& correlogram, const NullShifts& null) {
    pair.peak = correlogram.peak_at(null.turned_s);
    std::vector<double> counted, plain;
    for (const double shift_s : null.shifts_s) {
        counted.push_back(correlogram.counted_at(null.turned_s + shift_s));
        plain.push_back(correlogram.at(null.turned_s + shift_s));
    }
    pair.standing = standing_of(pair.peak.counted, counted);
    pair.r_by_lag = shown_part(correlogram, null.turned_s);
    pair.chance_low = quantile_of(plain, 0.05), pair.chance_high = quantile_of(std::move(plain), 0.95);
    return counted;
}

// Onsets, the first of the sound's curves, tell the time best, and a flash better than motion, whose end is motion too: theirs
// is the lag, in the order in which the curves stand, wherever they agree half as surely as any curve does with onsets.
std::optional<std::size_t> timed_pair(const PairsAgreement& all, std::size_t heard_curves) {
    double surest = 0.0;
    for (std::size_t pair = 0; pair < all.pairs.size(); pair += heard_curves) surest = std::max(surest, all.pairs[pair].standing.z);
    for (std::size_t pair = 0; pair < all.pairs.size(); pair += heard_curves) {
        const Standing& standing = all.pairs[pair].standing;
        if (standing.p <= kSure && standing.z >= 0.5 * surest) return pair;
    }
    return all.largest.best;
}

}  // namespace

PairsAgreement agree_pairs(const std::vector<TimedCurve>& seen, const std::vector<TimedCurve>& heard, const NullShifts& null) {
    PairsAgreement out;
    if (heard.empty()) return out;
    const Circle circle(null.period_s);
    std::vector<SoundOnCircle> sounds;
    for (const TimedCurve& sound : heard) sounds.push_back(circle.lay_sound(sound));
    std::vector<double> film;
    std::vector<std::vector<double>> by_chance;
    for (const TimedCurve& picture : seen) {
        const PictureOnCircle laid = circle.lay_picture(picture);
        for (std::size_t i = 0; i < sounds.size(); ++i) {
            PairAgreement pair;
            pair.seen = picture.name, pair.heard = heard[i].name;
            by_chance.push_back(judge(pair, circle.correlate(laid, sounds[i]), null));
            pair.depth = std::max(0.0, pair.peak.r) * deviation_of(picture.values);
            film.push_back(pair.peak.counted);
            out.pairs.push_back(std::move(pair));
        }
    }
    out.largest = largest_pair(film, by_chance);
    out.timed = timed_pair(out, heard.size());
    return out;
}

}  // namespace chladni
