#include "engine/measure/modulation_transfer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chladni {

namespace {

constexpr std::size_t kLeastBeats = 16;

}  // namespace

std::vector<std::complex<double>> beat_turns(std::span<const double> times_s, std::span<const double> beats_s) {
    std::vector<std::complex<double>> turns(times_s.size());
    for (std::size_t i = 0; i < times_s.size(); ++i) {
        const auto after = std::ranges::upper_bound(beats_s, times_s[i]);
        if (after == beats_s.begin() || after == beats_s.end()) continue;
        const double start_s = *std::prev(after);
        turns[i] = std::polar(1.0, -2.0 * std::numbers::pi * (times_s[i] - start_s) / (*after - start_s));
    }
    return turns;
}

std::complex<double> modulation_transfer(std::span<const double> values, std::span<const std::complex<double>> turns) {
    std::complex<double> wave, turn;
    double sum = 0.0, square = 0.0, count = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (turns[i] == std::complex<double>{}) continue;
        wave += values[i] * turns[i];
        turn += turns[i];
        sum += values[i], square += values[i] * values[i], count += 1.0;
    }
    if (count < static_cast<double>(kLeastBeats)) return {};
    const double mean = sum / count, deviation = std::sqrt(std::max(0.0, square / count - mean * mean));
    if (deviation < 1e-9) return {};
    return std::conj(2.0 * (wave - mean * turn) / (count * std::numbers::sqrt2 * deviation));
}

}  // namespace chladni
