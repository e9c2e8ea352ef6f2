#include "engine/encode/mel_filters.h"

#include <cmath>

namespace chladni {

namespace {

constexpr double kKnee_hz = 1000.0, kKneeMel = 15.0, kHzPerMel = 200.0 / 3.0;
const double kStep = std::log(6.4) / 27.0;  // of one mel above the knee

double mel_of(double hz, MelKind kind) {
    if (kind == MelKind::kHtk) return 2595.0 * std::log10(1.0 + hz / 700.0);
    return hz < kKnee_hz ? hz / kHzPerMel : kKneeMel + std::log(hz / kKnee_hz) / kStep;
}

double hz_of(double mel, MelKind kind) {
    if (kind == MelKind::kHtk) return 700.0 * (std::pow(10.0, mel / 2595.0) - 1.0);
    return mel < kKneeMel ? mel * kHzPerMel : kKnee_hz * std::exp((mel - kKneeMel) * kStep);
}

// Edges of the triangles: band i rises from edge i to i + 1 and falls to i + 2.
at::Tensor edges_of(const MelBank& bank) {
    const double low = mel_of(bank.lowest_hz, bank.kind), high = mel_of(bank.highest_hz, bank.kind);
    const at::Tensor edges = at::linspace(low, high, bank.bands + 2, at::kDouble);  // [bands + 2]
    double* values = edges.data_ptr<double>();
    for (std::int64_t i = 0; i < bank.bands + 2; ++i) values[i] = hz_of(values[i], bank.kind);
    return edges;
}

}  // namespace

at::Tensor mel_filters(const MelBank& bank) {
    const at::Tensor edges = edges_of(bank);  // [bands + 2]
    const auto nyquist_hz = static_cast<double>(bank.sample_rate / 2);
    const at::Tensor bins = at::linspace(0.0, nyquist_hz, bank.length / 2 + 1, at::kDouble).unsqueeze(1);  // [L/2+1, 1]
    const at::Tensor left = edges.narrow(0, 0, bank.bands), middle = edges.narrow(0, 1, bank.bands), right = edges.narrow(0, 2, bank.bands);  // [bands] each
    const at::Tensor up = (bins - left) / (middle - left), down = (right - bins) / (right - middle);       // [L/2+1, bands]
    const at::Tensor heights = at::minimum(up, down).clamp_min(0.0);                                       // [L/2+1, bands]
    return bank.kind == MelKind::kSlaney ? heights * (2.0 / (right - left)) : heights;                     // [L/2+1, bands]
}

}  // namespace chladni
