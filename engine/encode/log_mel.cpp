#include "engine/encode/log_mel.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace chladni {

namespace {

constexpr double kWindow_s = 0.032;
constexpr double kLowest_hz = 30.0, kHighest_hz = 7800.0;
constexpr double kFaintest = 1e-8;          // power, -80 dB
constexpr std::int64_t kAtOnce = 4096;      // windows, so that a long file needs little memory

double mel_of(double hz) { return 2595.0 * std::log10(1.0 + hz / 700.0); }
double hz_of(double mel) { return 700.0 * (std::pow(10.0, mel / 2595.0) - 1.0); }

// Triangles of height 1, each from its left neighbour's centre to its right one's.
at::Tensor mel_filters(std::int64_t length, double rate) {
    const std::int64_t bins = length / 2 + 1;
    const double low = mel_of(kLowest_hz), high = mel_of(std::min(kHighest_hz, 0.4875 * rate));
    const auto edge = [&](std::int64_t i) { return hz_of(low + (high - low) * static_cast<double>(i) / (LogMel::kBands + 1)); };
    const at::Tensor filters = at::zeros({bins, LogMel::kBands}, at::kFloat);  // [L/2+1, 32]
    auto out = filters.accessor<float, 2>();
    for (std::int64_t band = 0; band < LogMel::kBands; ++band) {
        const double left = edge(band), centre = edge(band + 1), right = edge(band + 2);
        for (std::int64_t bin = 0; bin < bins; ++bin) {
            const double hz = static_cast<double>(bin) * rate / static_cast<double>(length);
            out[bin][band] = static_cast<float>(std::max(0.0, std::min((hz - left) / (centre - left), (right - hz) / (right - centre))));
        }
    }
    return filters;
}

}  // namespace

LogMel::LogMel(int sample_rate) {
    const auto length = static_cast<std::int64_t>(std::bit_ceil(static_cast<unsigned>(std::ceil(kWindow_s * sample_rate))));
    const at::Tensor hann = at::hann_window(length, at::TensorOptions().dtype(at::kFloat));  // [L]
    window_ = hann * (2.0 / hann.sum().item<double>());                                      // [L] a sine of amplitude 1 has power 1
    filters_ = mel_filters(length, sample_rate);
}

at::Tensor LogMel::some(const at::Tensor& padded, const at::Tensor& starts) const {
    const at::Tensor index = starts.unsqueeze(1) + at::arange(window_.size(0), at::kLong);  // [n, L]
    const at::Tensor windows = padded.take(index) * window_;                                // [n, L]
    const at::Tensor power = at::view_as_real(at::fft_rfft(windows)).square().sum(-1);      // [n, L/2+1]
    const at::Tensor bands = at::matmul(power, filters_);                                   // [n, 32]
    return bands.clamp_min(kFaintest).log10() / 2.0 + 2.0;                                  // [n, 32]
}

at::Tensor LogMel::operator()(const at::Tensor& mono, const at::Tensor& centres) const {
    if (centres.numel() == 0) return at::zeros({0, kBands}, at::kFloat);
    const std::int64_t length = window_.size(0), last = centres.max().item<std::int64_t>();
    const std::int64_t behind = std::max<std::int64_t>(0, last + length - mono.size(0));
    const at::Tensor padded = at::constant_pad_nd(mono, {length / 2, behind}, 0);  // [L/2 + S + behind]: centres became starts
    std::vector<at::Tensor> parts;
    for (const at::Tensor& starts : centres.split(kAtOnce)) parts.push_back(some(padded, starts));  // [<= 4096, 32]
    return at::cat(parts);  // [n, 32]
}

}  // namespace chladni
