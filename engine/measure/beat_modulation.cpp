#include "engine/measure/beat_modulation.h"

#include <cmath>
#include <numbers>

#include "engine/measure/modulation_transfer.h"

namespace chladni {

namespace {

// Of all curves under one shift. Most of them share their times, and the turns are the costly part.
std::vector<std::complex<double>> transfers(const std::vector<double>& beats_s, const std::vector<TimedCurve>& seen) {
    std::vector<std::complex<double>> out, turns;
    const TimedCurve* before = nullptr;
    for (const TimedCurve& curve : seen) {
        if (!before || before->times_s != curve.times_s) turns = beat_turns(curve.times_s, beats_s);
        out.push_back(modulation_transfer(curve.values, turns));
        before = &curve;
    }
    return out;
}

}  // namespace

std::vector<BeatModulation> modulations_by(const std::vector<double>& beats_s, const std::vector<TimedCurve>& seen, const NullShifts& null) {
    const auto unshifted = transfers(null.turned(beats_s, 0.0), seen);
    std::vector<std::vector<double>> by_chance(seen.size());
    for (const double shift_s : null.shifts_s) {
        const auto shifted = transfers(null.turned(beats_s, shift_s), seen);
        for (std::size_t i = 0; i < seen.size(); ++i) by_chance[i].push_back(shifted[i].real());
    }
    std::vector<BeatModulation> out;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const double transfer = std::abs(unshifted[i]), on_beat = unshifted[i].real();
        const double after_beat = transfer > 0.0 ? std::arg(unshifted[i]) / (2.0 * std::numbers::pi) : 0.0;
        out.push_back({seen[i].name, transfer, on_beat, after_beat, transfer > 0.0 ? standing_of(on_beat, by_chance[i]) : Standing{}});
    }
    return out;
}

}  // namespace chladni
