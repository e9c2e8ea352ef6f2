#include "engine/music/drums.h"

#include <array>
#include <cmath>

#include "engine/music/oscillators.h"

namespace chladni {

namespace {

// Calls sound(seconds since the hit) for each sample of it.
template <typename Sound>
void strike(Stereo& track, const Hit& hit, double length_s, float gain, float place, Sound&& sound) {
    const std::size_t start = sample_at(hit.time_s), length = sample_at(length_s);
    for (std::size_t i = 0; i < length && start + i < track.length(); ++i) {
        const double t = static_cast<double>(i) / kStudioRate;
        const double end = std::min(1.0, (length_s - t) / 0.005);
        track.add(start + i, gain * hit.velocity * static_cast<float>(end * sound(t)), place);
    }
}

}  // namespace

void play_kick(Stereo& track, const Hit& hit) {
    double turns = 0.0;
    strike(track, hit, 0.4, 0.95f, 0.0f, [&](double t) {
        const double hz = 47.0 + 110.0 * std::exp(-t / 0.022) + 240.0 * std::exp(-t / 0.004);
        turns += hz / kStudioRate;
        const double body = std::sin(kTurn * turns) * std::exp(-t / 0.13);
        const double click = std::sin(kTurn * 1900.0 * t) * std::exp(-t / 0.0025);
        return std::tanh(1.7 * body) + 0.25 * click;
    });
}

void play_snare(Stereo& track, const Hit& hit, Random& random) {
    Filter wires, air;
    wires.tune(2200.0, 0.6);
    air.tune(5200.0, 0.7);
    strike(track, hit, 0.3, 0.55f, 0.08f, [&](double t) {
        const float noise = random.noise();
        const double drum = std::sin(kTurn * 187.0 * t) * std::exp(-t / 0.055) + 0.6 * std::sin(kTurn * 331.0 * t) * std::exp(-t / 0.035);
        const double rattle = static_cast<double>(wires.band(noise)) * std::exp(-t / 0.075);
        const double snap = static_cast<double>(air.high(noise)) * std::exp(-t / 0.04);
        return std::tanh(0.8 * drum + 1.1 * rattle + 0.5 * snap);
    });
}

void play_hat(Stereo& track, const Hit& hit, Random& random) {
    constexpr std::array kMetal_hz = {3170.0, 4337.0, 5519.0, 6781.0, 8233.0};
    Filter high;
    high.tune(7800.0, 0.8);
    const double ring_s = hit.open ? 0.09 : 0.024;
    strike(track, hit, 6.0 * ring_s, 0.30f, -0.25f, [&](double t) {
        double metal = 0.0;
        for (double hz : kMetal_hz) metal += std::sin(kTurn * hz * t) > 0.0 ? 0.2 : -0.2;
        const auto mixed = static_cast<float>(0.5 * metal) + 0.6f * random.noise();
        return static_cast<double>(high.high(mixed)) * std::exp(-t / ring_s);
    });
}

}  // namespace chladni
