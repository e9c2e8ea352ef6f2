#include "engine/analysis/tempo_taste.h"

#include <cmath>

namespace chladni {

std::vector<float> TempoTaste::per_hop(const TempoSpace& space) const {
    std::vector<float> factors(space.rows());
    for (std::size_t row = 0; row < space.rows(); ++row) {
        const double bpm = 60.0 * kHopsPerSecond / static_cast<double>(space.interval(row));
        const double away = std::log2(bpm / centre_bpm) / width_octaves;
        factors[row] = static_cast<float>(std::exp(-pull_per_s / (2.0 * kHopsPerSecond) * away * away));
    }
    return factors;
}

}  // namespace chladni
