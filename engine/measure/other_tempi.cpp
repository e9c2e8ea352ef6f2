#include "engine/measure/other_tempi.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/measure/circle.h"
#include "engine/measure/largest_pair.h"

namespace chladni {

namespace {

constexpr int kTempi = 10;
constexpr std::size_t kShiftsEach = 20;
constexpr double kLeast = 0.04, kMost = 0.2;  // by how much a tempo is another
constexpr double kTurns_s = 2.0;              // and by so much at least that the film's ends are 2 s, some beats, apart

// Slower and faster in turn, evenly between the least and the most.
std::vector<double> factors_for(double period_s) {
    const double least = std::max(kLeast, kTurns_s / period_s), most = std::max(kMost, 2.0 * least);
    std::vector<double> factors;
    for (int i = 0; i < kTempi; ++i) {
        const double part = std::log1p(least + (most - least) * (i / 2) / (kTempi / 2 - 1));
        factors.push_back(std::exp(i % 2 ? -part : part));
    }
    return factors;
}

std::vector<double> draw_shifts(double period_s, std::size_t count, std::mt19937_64& engine) {
    std::vector<double> shifts_s;
    for (std::size_t i = 0; i < count; ++i)
        shifts_s.push_back(period_s * (static_cast<double>(i) + static_cast<double>(engine() >> 11) * 0x1p-53) / static_cast<double>(count));
    return shifts_s;
}

}  // namespace

TimedCurve stretched(const TimedCurve& curve, double factor, double period_s) {
    TimedCurve out{curve.name, {}, {}};
    for (int round = 0; round * period_s * factor < period_s; ++round)
        for (std::size_t i = 0; i < curve.size(); ++i) {
            const double t = (curve.times_s[i] + round * period_s) * factor;
            if (t >= period_s) break;
            out.times_s.push_back(t);
            out.values.push_back(curve.values[i]);
        }
    return out;
}

OtherTempi against_other_tempi(const std::vector<TimedCurve>& seen, const std::vector<TimedCurve>& heard, const NullShifts& null,
                               const PairsAgreement& pairs, std::uint64_t seed) {
    std::vector<double> film;
    for (const PairAgreement& pair : pairs.pairs) film.push_back(pair.peak.counted);
    std::vector<std::vector<double>> by_chance(film.size());
    const Circle circle(null.period_s);
    std::vector<PictureOnCircle> pictures;
    for (const TimedCurve& curve : seen) pictures.push_back(circle.lay_picture(curve));
    std::mt19937_64 engine(seed + 2);
    const std::size_t each = std::clamp<std::size_t>(static_cast<std::size_t>(null.period_s / 0.6), 1, kShiftsEach);
    for (const double factor : factors_for(null.period_s)) {
        const std::vector<double> shifts_s = draw_shifts(null.period_s, each, engine);
        for (std::size_t sound = 0; sound < heard.size(); ++sound) {
            const SoundOnCircle laid = circle.lay_sound(stretched(heard[sound], factor, null.period_s));
            for (std::size_t picture = 0; picture < seen.size(); ++picture) {
                const Correlogram correlogram = circle.correlate(pictures[picture], laid);
                for (const double shift_s : shifts_s) by_chance[picture * heard.size() + sound].push_back(correlogram.counted_at(shift_s));
            }
        }
    }
    return {by_chance.empty() ? 0 : by_chance.front().size(), largest_pair(film, by_chance).standing};
}

}  // namespace chladni
