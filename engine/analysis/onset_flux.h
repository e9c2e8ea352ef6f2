#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/analysis/log_bands.h"

namespace chladni {

/// How much louder the spectrum became within one hop: all of it, and the ranges where kicks, snares and hats live.
struct Flux {
    float all = 0.0f, low = 0.0f, middle = 0.0f, high = 0.0f;
};

/// SuperFlux (Böck and Widmer, DAFx 2013): the rise of each band over the largest of its neighbours one hop ago, so that
/// vibrato is no onset. No heap after construction.
class OnsetFlux {
public:
    explicit OnsetFlux(const LogBands& bands);
    /// `bands` [count], log loudness of this hop.
    Flux step(std::span<const float> bands);
    void forget();

private:
    std::vector<float> before_;     // [count]
    std::vector<unsigned char> range_;  // [count]: 0 low, 1 middle, 2 high, 3 none of them
    bool first_ = true;
};

}  // namespace chladni
