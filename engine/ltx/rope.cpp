#include "engine/ltx/rope.h"

#include <cmath>
#include <numbers>

namespace chladni::ltx {

namespace {

constexpr double kPi = std::numbers::pi;

// theta^(k / (n - 1)), k = 0 ... n-1, in float32 as the reference computes it.
at::Tensor powers(double theta, std::int64_t n, at::Device device) {
    const at::Tensor exponents = at::linspace(0.0, 1.0, n, at::TensorOptions().dtype(at::kFloat).device(device));  // [n]
    return at::pow(theta, exponents);  // [n]
}

}  // namespace

RotaryTable video_rotary(const at::Tensor& coords, std::int64_t width, double theta, const std::array<double, 3>& span) {
    const at::Tensor c = coords.to(at::kFloat);  // [B, 3, N]
    const at::Tensor fraction =
        at::stack({c.select(1, 0) / span[0], c.select(1, 1) / span[1], c.select(1, 2) / span[2]}, -1);  // [B, N, 3]
    const at::Tensor frequencies = powers(theta, width / 6, c.device()) * kPi / 2.0;                   // [n]
    const at::Tensor angles = (frequencies.unsqueeze(-1) * (fraction.unsqueeze(2) * 2 - 1)).flatten(2);  // [B, N, 3n]
    const at::Tensor turns = at::polar(at::ones_like(angles), angles);                                 // [B, N, 3n]
    return at::constant_pad_nd(turns, {width % 6 / 2, 0}, 1.0);                                        // [B, N, D/2]
}

RotaryTable time_rotary(const at::Tensor& seconds, std::int64_t width, double theta, double span_s) {
    const at::Tensor frequencies = powers(theta, width / 2, seconds.device()) * (kPi / span_s);         // [D/2]
    const at::Tensor angles = seconds.to(at::kFloat).unsqueeze(-1) * frequencies;                      // [B, N, D/2]
    return at::polar(at::ones_like(angles), angles);                                                   // [B, N, D/2]
}

}  // namespace chladni::ltx
