#include "engine/music/space.h"

#include <array>
#include <cmath>

namespace chladni {

namespace {

constexpr std::size_t kLines = 8;
constexpr std::array<std::size_t, kLines> kLengths = {1423, 1777, 2053, 2399, 2791, 3163, 3571, 4001};  // primes: no common echo
constexpr float kDamping = 0.35f;

// In place, by butterflies; keeps the energy.
void hadamard(std::array<float, kLines>& x) {
    for (std::size_t half = 1; half < kLines; half *= 2)
        for (std::size_t i = 0; i < kLines; ++i)
            if ((i & half) == 0) {
                const float a = x[i], b = x[i + half];
                x[i] = a + b;
                x[i + half] = a - b;
            }
    for (float& value : x) value *= 0.35355339f;
}

}  // namespace

void add_echo(Stereo& track, double delay_s, float feedback, float amount) {
    const std::size_t delay = sample_at(delay_s);
    Stereo echo(track.length());
    for (std::size_t i = delay; i < track.length(); ++i) {
        echo.left[i] = 0.5f * (track.left[i - delay] + track.right[i - delay]) + feedback * echo.right[i - delay];
        echo.right[i] = feedback * echo.left[i - delay];
    }
    for (std::size_t i = 0; i < track.length(); ++i) {
        track.left[i] += amount * echo.left[i];
        track.right[i] += amount * echo.right[i];
    }
}

Stereo room_of(const Stereo& track, double decay_s) {
    std::array<std::vector<float>, kLines> lines;
    std::array<float, kLines> gains{}, damped{}, out{};
    for (std::size_t l = 0; l < kLines; ++l) {
        lines[l].resize(kLengths[l]);
        gains[l] = std::pow(10.0f, -3.0f * static_cast<float>(kLengths[l]) / static_cast<float>(decay_s * kStudioRate));
    }
    Stereo room(track.length());
    for (std::size_t i = 0; i < track.length(); ++i) {
        for (std::size_t l = 0; l < kLines; ++l) {
            damped[l] += (1.0f - kDamping) * (lines[l][i % kLengths[l]] - damped[l]);
            out[l] = damped[l] * gains[l];
        }
        room.left[i] = out[0] + out[2] - out[4] + out[6];
        room.right[i] = out[1] - out[3] + out[5] + out[7];
        hadamard(out);
        for (std::size_t l = 0; l < kLines; ++l)
            lines[l][i % kLengths[l]] = out[l] + 0.35f * (l % 2 == 0 ? track.left[i] : track.right[i]);
    }
    return room;
}

}  // namespace chladni
