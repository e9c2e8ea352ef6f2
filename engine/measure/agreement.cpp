#include "engine/measure/agreement.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "engine/base/check.h"
#include "engine/measure/circle.h"
#include "engine/measure/modulation_transfer.h"

namespace chladni {

namespace {

constexpr double kLeast_s = 2.0;
constexpr double kSlow_s = 4.0;    // what changes more slowly than this has too few changes in a song to be judged
constexpr double kSure = 0.05;     // a pair's p from which on its lag is trusted

std::vector<TimedCurve> prepared(const std::vector<TimedCurve>& curves, double from_s, double to_s) {
    std::vector<TimedCurve> out;
    for (const TimedCurve& curve : curves) {
        out.push_back(part_of(curve, from_s, to_s));
        take_off_the_slow(out.back(), kSlow_s);
    }
    return out;
}

std::vector<double> moments_within(const std::vector<double>& moments_s, double from_s, double to_s) {
    std::vector<double> out;
    for (const double t : moments_s)
        if (t >= from_s && t < to_s) out.push_back(t - from_s);
    return out;
}

// As they would stand if the sound were turned.
std::vector<double> turned(const std::vector<double>& moments_s, double shift_s, double period_s) {
    std::vector<double> out;
    for (const double t : moments_s) out.push_back(std::fmod(t + shift_s, period_s));
    std::ranges::sort(out);
    return out;
}

// What a pair's peak is worth: by how many deviations it is over the mean of the same pair's peaks, shifted or not. The
// unshifted one is among them, so that all are treated alike and p stays exact.
struct PairChance {
    double mean = 0, deviation = 0;
    double worth(double counted) const { return deviation > 0.0 ? (counted - mean) / deviation : 0.0; }
};

PairChance chance_of(double counted, const std::vector<double>& by_chance) {
    PairChance out;
    const double n = static_cast<double>(by_chance.size()) + 1.0;
    out.mean = counted / n;
    for (const double value : by_chance) out.mean += value / n;
    double square = (counted - out.mean) * (counted - out.mean);
    for (const double value : by_chance) square += (value - out.mean) * (value - out.mean);
    out.deviation = std::sqrt(square / n);
    if (out.deviation < 1e-9) out.deviation = 0.0;
    return out;
}

/// One measurement: the film laid on the circle, the shifts drawn.
class Measurement {
public:
    Measurement(const SeenAndHeard& film, const AgreementSettings& settings)
        : film_(film), period_s_(film.to_s - film.from_s), heard_(prepared(film.heard, film.from_s, film.to_s)),
          seen_(prepared(film.seen, film.from_s, film.to_s)) {
        out_.judged_s = period_s_;
        out_.null = draw_null_shifts(period_s_, settings.most_shifts, settings.seed);
        if (settings.against_chance) turn(settings.seed);
    }

    Agreement measure() {
        correlate();
        judge_pairs();
        choose_lag();
        const std::vector<double> events_s = moments_within(film_.events_s, film_.from_s, film_.to_s);
        beats_s_ = moments_within(film_.beats_s, film_.from_s, film_.to_s);
        out_.beats = align(beats_s_, events_s);
        out_.onsets = align(moments_within(film_.onsets_s, film_.from_s, film_.to_s), events_s);
        modulate();
        return std::move(out_);
    }

private:
    // One shift becomes the film's own; those that would undo it are left out.
    void turn(std::uint64_t seed) {
        std::vector<double>& shifts_s = out_.null.shifts_s;
        if (shifts_s.empty()) return;
        out_.turned_s = shifts_s[seed * 7919 % shifts_s.size()];
        std::erase_if(shifts_s, [&](double shift_s) {
            const double from_truth_s = std::fmod(shift_s + out_.turned_s, period_s_);
            return std::min(from_truth_s, period_s_ - from_truth_s) < out_.null.guard_s;
        });
    }

    void correlate() {
        const Circle circle(period_s_);
        std::vector<SoundOnCircle> sounds;
        for (const TimedCurve& sound : heard_) sounds.push_back(circle.lay_sound(sound));
        for (const TimedCurve& picture : seen_) {
            const PictureOnCircle laid = circle.lay_picture(picture);
            for (std::size_t i = 0; i < sounds.size(); ++i) {
                Correlogram correlogram = circle.correlate(laid, sounds[i]);
                const LagPeak peak = correlogram.peak_at(out_.turned_s);
                out_.pairs.push_back({picture.name, heard_[i].name, std::move(correlogram), peak, {}});
            }
        }
    }

    void judge_pairs() {
        const std::vector<double>& shifts_s = out_.null.shifts_s;
        out_.by_chance.assign(shifts_s.size(), 0.0);
        for (std::size_t pair = 0; pair < out_.pairs.size(); ++pair) {
            PairAgreement& one = out_.pairs[pair];
            std::vector<double> counted;
            for (const double shift_s : shifts_s) counted.push_back(one.correlogram.counted_at(out_.turned_s + shift_s));
            one.standing = standing_of(one.peak.counted, counted);
            const PairChance chance = chance_of(one.peak.counted, counted);
            if (one.peak.counted > 0.0 && (!out_.best || chance.worth(one.peak.counted) > out_.statistic)) {
                out_.best = pair;
                out_.statistic = chance.worth(one.peak.counted);
            }
            for (std::size_t i = 0; i < counted.size(); ++i)
                out_.by_chance[i] = pair ? std::max(out_.by_chance[i], chance.worth(counted[i])) : chance.worth(counted[i]);
        }
        if (out_.best) out_.overall = standing_of(out_.statistic, out_.by_chance);
    }

    // Onsets tell the time best, a flash better than motion, whose end is motion too: theirs is the lag, in the order in which
    // the curves stand, wherever they agree half as surely as any curve does with onsets.
    void choose_lag() {
        out_.timed = out_.best;
        const std::size_t step = std::max<std::size_t>(1, heard_.size());
        double surest = 0.0;
        for (std::size_t pair = 0; pair < out_.pairs.size(); pair += step) surest = std::max(surest, out_.pairs[pair].standing.z);
        for (std::size_t pair = 0; pair < out_.pairs.size(); pair += step) {
            const Standing& standing = out_.pairs[pair].standing;
            if (standing.p > kSure || standing.z < 0.5 * surest) continue;
            out_.timed = pair;
            return;
        }
    }

    MomentAgreement align(const std::vector<double>& heard_s, const std::vector<double>& events_s) const {
        MomentAgreement out{heard_s.size(), events_s.size(), {}, {}};
        if (heard_s.empty() || events_s.empty()) return out;
        out.alignment = align_beats(turned(heard_s, out_.turned_s, period_s_), events_s);
        std::vector<double> by_chance;
        for (const double shift_s : out_.null.shifts_s)
            by_chance.push_back(align_beats(turned(heard_s, out_.turned_s + shift_s, period_s_), events_s).both);
        out.standing = standing_of(out.alignment.both, by_chance);
        return out;
    }

    void modulate() {
        for (const TimedCurve& curve : seen_) {
            BeatModulation one{curve.name, 0, 0, 0, {}};
            const std::complex<double> transfer = transfer_of(curve, 0.0);
            one.transfer = std::abs(transfer);
            one.on_beat = transfer.real();
            if (one.transfer > 0.0) one.after_beat = std::arg(transfer) / (2.0 * std::numbers::pi);
            std::vector<double> by_chance;
            for (const double shift_s : out_.null.shifts_s) by_chance.push_back(one.transfer > 0.0 ? transfer_of(curve, shift_s).real() : 0.0);
            one.standing = standing_of(one.on_beat, by_chance);
            out_.modulations.push_back(std::move(one));
        }
    }

    std::complex<double> transfer_of(const TimedCurve& curve, double shift_s) const {
        return modulation_transfer(curve.values, beat_turns(curve.times_s, turned(beats_s_, out_.turned_s + shift_s, period_s_)));
    }

    const SeenAndHeard& film_;
    double period_s_;
    std::vector<TimedCurve> heard_, seen_;
    std::vector<double> beats_s_;
    Agreement out_;
};

}  // namespace

Agreement measure_agreement(const SeenAndHeard& film, const AgreementSettings& settings) {
    char length[32];
    std::snprintf(length, sizeof length, "%.1f", std::max(0.0, film.to_s - film.from_s));
    require(film.to_s - film.from_s >= kLeast_s, std::string("expected at least 2 s with both pictures and sound, got ") + length + " s");
    return Measurement(film, settings).measure();
}

}  // namespace chladni
