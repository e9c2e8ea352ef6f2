#include "engine/encode/log_mel.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/encode/mel_filters.h"

namespace chladni {

namespace {

constexpr double kLowest_hz = 30.0, kHighest_hz = 7800.0;
constexpr double kFaintest = 1e-8;          // power, -80 dB
constexpr std::int64_t kAtOnce = 4096;      // windows, so that a long file needs little memory

}  // namespace

LogMel::LogMel(int sample_rate) {
    const auto length = static_cast<std::int64_t>(std::bit_ceil(static_cast<unsigned>(std::ceil(LogMel::kWindow_s * sample_rate))));
    const at::Tensor hann = at::hann_window(length, at::TensorOptions().dtype(at::kFloat));  // [L]
    window_ = hann * (2.0 / hann.sum().item<double>());                                      // [L] a sine of amplitude 1 has power 1
    filters_ = mel_filters({MelKind::kHtk, kBands, length, sample_rate, kLowest_hz, std::min(kHighest_hz, 0.4875 * sample_rate)}).to(at::kFloat);  // [L/2+1, 32]
}

at::Tensor LogMel::some(const at::Tensor& mono, const at::Tensor& centres) const {
    const std::int64_t length = window_.size(0), size = mono.size(0);
    const at::Tensor starts = centres - length / 2;                                         // [n]
    const std::int64_t begin = starts.min().item<std::int64_t>(), end = starts.max().item<std::int64_t>() + length;
    const std::int64_t from = std::clamp<std::int64_t>(begin, 0, size), to = std::clamp<std::int64_t>(end, from, size);
    const at::Tensor heard = mono.narrow(0, from, to - from);                               // [to - from]
    const at::Tensor piece = to > from ? at::constant_pad_nd(heard, {from - begin, end - to}, 0) : at::zeros({end - begin}, at::kFloat);  // [end - begin]
    const at::Tensor index = (starts - begin).unsqueeze(1) + at::arange(length, at::kLong);  // [n, L]
    const at::Tensor windows = piece.take(index) * window_;                                 // [n, L]
    const at::Tensor power = at::view_as_real(at::fft_rfft(windows)).square().sum(-1);      // [n, L/2+1]
    const at::Tensor bands = at::matmul(power, filters_);                                   // [n, 32]
    return bands.clamp_min(kFaintest).log10() / 2.0 + 2.0;                                  // [n, 32]
}

at::Tensor LogMel::operator()(const at::Tensor& mono, const at::Tensor& centres) const {
    if (centres.numel() == 0) return at::zeros({0, kBands}, at::kFloat);
    std::vector<at::Tensor> parts;
    for (const at::Tensor& part : centres.split(kAtOnce)) parts.push_back(some(mono, part));  // [<= 4096, 32]
    return at::cat(parts);  // [n, 32]
}

}  // namespace chladni
