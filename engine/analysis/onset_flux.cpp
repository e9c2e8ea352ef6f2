#include "engine/analysis/onset_flux.h"

#include <algorithm>

namespace chladni {

namespace {

unsigned char range_of(double hz) {
    if (hz < 160.0) return 0;
    if (hz > 250.0 && hz < 4500.0) return 1;
    return hz > 7000.0 ? 2 : 3;
}

}  // namespace

OnsetFlux::OnsetFlux(const LogBands& bands) : before_(bands.count()) {
    for (std::size_t b = 0; b < bands.count(); ++b) range_.push_back(range_of(bands.centre_hz(b)));
}

Flux OnsetFlux::step(std::span<const float> bands) {
    std::array<float, 4> sums{};
    const std::size_t last = bands.size() - 1;
    for (std::size_t b = 0; b < bands.size() && !first_; ++b) {
        const float past = std::max({before_[b - (b > 0)], before_[b], before_[b + (b < last)]});
        sums[range_[b]] += std::max(0.0f, bands[b] - past);
    }
    std::ranges::copy(bands, before_.begin());
    first_ = false;
    return {sums[0] + sums[1] + sums[2] + sums[3], sums[0], sums[1], sums[2]};
}

void OnsetFlux::forget() { first_ = true; }

}  // namespace chladni
