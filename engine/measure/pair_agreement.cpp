#include "engine/measure/pair_agreement.h"

#include <algorithm>
#include <cmath>

#include "engine/measure/circle.h"

namespace chladni {

namespace {

constexpr double kSure = 0.05;  // a pair's p up to which its lag is trusted

// What a pair's peak is worth: by how many deviations it is over the mean of the same pair's peaks, shifted or not. The
// unshifted one is among them, so that all are treated alike and p stays exact.
class PairScale {
public:
    PairScale(double counted, const std::vector<double>& by_chance) {
        const double n = static_cast<double>(by_chance.size()) + 1.0;
        double sum = counted, square = 0.0;
        for (const double value : by_chance) sum += value;
        mean_ = sum / n;
        for (const double value : by_chance) square += (value - mean_) * (value - mean_);
        deviation_ = std::sqrt((square + (counted - mean_) * (counted - mean_)) / n);
    }
    double worth(double counted) const { return deviation_ > 1e-9 ? (counted - mean_) / deviation_ : 0.0; }

private:
    double mean_ = 0, deviation_ = 0;
};

std::vector<double> shown_part(const Correlogram& correlogram, double turned_s) {
    std::vector<double> out;
    if (correlogram.empty()) return out;
    const auto steps = std::lround(PairAgreement::kShown_s / PairAgreement::kShownStep_s);
    for (long step = -steps; step <= steps; ++step)
        out.push_back(correlogram.at(turned_s + static_cast<double>(step) * PairAgreement::kShownStep_s));
    return out;
}

void add_pair(PairsAgreement& out, PairAgreement pair, const Correlogram& correlogram, const NullShifts& null) {
    pair.peak = correlogram.peak_at(null.turned_s);
    std::vector<double> counted, plain;
    for (const double shift_s : null.shifts_s) {
        counted.push_back(correlogram.counted_at(null.turned_s + shift_s));
        plain.push_back(correlogram.at(null.turned_s + shift_s));
    }
    pair.standing = standing_of(pair.peak.counted, counted);
    pair.r_by_lag = shown_part(correlogram, null.turned_s);
    pair.chance_low = quantile_of(plain, 0.05), pair.chance_high = quantile_of(std::move(plain), 0.95);
    const PairScale scale(pair.peak.counted, counted);
    if (pair.peak.counted > 0.0 && (!out.best || scale.worth(pair.peak.counted) > out.statistic)) {
        out.best = out.pairs.size();
        out.statistic = scale.worth(pair.peak.counted);
    }
    for (std::size_t i = 0; i < counted.size(); ++i) {
        const double worth = scale.worth(counted[i]);
        out.by_chance[i] = out.pairs.empty() ? worth : std::max(out.by_chance[i], worth);
    }
    out.pairs.push_back(std::move(pair));
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
    return all.best;
}

}  // namespace

PairsAgreement agree_pairs(const std::vector<TimedCurve>& seen, const std::vector<TimedCurve>& heard, const NullShifts& null) {
    PairsAgreement out;
    if (heard.empty()) return out;
    out.by_chance.resize(null.shifts_s.size());
    const Circle circle(null.period_s);
    std::vector<SoundOnCircle> sounds;
    for (const TimedCurve& sound : heard) sounds.push_back(circle.lay_sound(sound));
    for (const TimedCurve& picture : seen) {
        const PictureOnCircle laid = circle.lay_picture(picture);
        for (std::size_t i = 0; i < sounds.size(); ++i)
            add_pair(out, {picture.name, heard[i].name, {}, {}, {}, 0, 0}, circle.correlate(laid, sounds[i]), null);
    }
    if (out.best) out.standing = standing_of(out.statistic, out.by_chance);
    out.timed = timed_pair(out, heard.size());
    return out;
}

}  // namespace chladni
