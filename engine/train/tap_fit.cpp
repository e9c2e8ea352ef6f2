#include "engine/train/tap_fit.h"

#include "engine/base/check.h"

namespace chladni::train {

namespace {

constexpr double kLeastInputSpread = 1e-5;  // of an input, beside its size: below, rounding is all it shows
constexpr std::int64_t kBeyond = 2;         // rows: see some_places()

// Numbers of places of a film [B, T, H, W, ..], one row per direction. Heights and widths are drawn from beyond the borders too and moved
// back to them: what the taps on the zeros around a picture should be only the borders tell, and in a corner few places would.
std::vector<at::Tensor> some_places(const at::Tensor& x, std::int64_t count, at::Generator& random) {
    std::vector<at::Tensor> places;
    for (std::int64_t dim = 0; dim < 4; ++dim) {
        const std::int64_t beyond = dim < 2 ? 0 : kBeyond;
        const at::Tensor drawn = at::randint(-beyond, x.size(dim) + beyond, {count}, random, at::TensorOptions().dtype(at::kLong));  // [count]
        places.push_back(drawn.clamp(0, x.size(dim) - 1));                                                                          // [count]
    }
    return places;
}

at::Tensor gathered(const at::Tensor& x, const std::vector<at::Tensor>& places) {
    c10::List<std::optional<at::Tensor>> indices;
    for (const at::Tensor& place : places) indices.push_back(place);
    return at::index(x, indices).flatten(1);  // [count, ..]
}

}  // namespace

at::Tensor TapFit::padded(const at::Tensor& x) const {
    const at::Tensor first = x.narrow(1, 0, 1), last = x.narrow(1, x.size(1) - 1, 1);                            // [B, 1, H, W, in]
    const at::Tensor film = causal_ ? at::cat({first, first, x}, 1) : at::cat({first, x, last}, 1);              // [B, T + 2, H, W, in]
    return at::constant_pad_nd(film, {0, 0, 1, 1, 1, 1});                                                        // [B, T + 2, H + 2, W + 2, in]
}

void TapFit::begin(const at::Tensor& inputs, std::int64_t outputs) {
    const std::int64_t n = inputs.size(1);
    centre_ = inputs.mean(0);                                                                                    // [n]
    const at::Tensor spread = inputs.std(0, false);                                                              // [n]
    scale_ = at::where(spread > kLeastInputSpread * (centre_.abs() + spread), spread.reciprocal(), at::zeros_like(spread));  // [n]
    const at::TensorOptions options = at::TensorOptions().dtype(at::kDouble);
    sum_ = at::zeros({n}, options);
    square_ = at::zeros({n, n}, options);
    wanted_sum_ = at::zeros({outputs}, options);
    cross_ = at::zeros({n, outputs}, options);
}

void TapFit::add(const at::Tensor& x, const at::Tensor& wanted, std::int64_t places) {
    const std::vector<at::Tensor> at = some_places(x, places, random_);
    const at::Tensor taps = gathered(padded(x).unfold(1, 3, 1).unfold(2, 3, 1).unfold(3, 3, 1), at);             // [N, in 27]
    const at::Tensor y = gathered(wanted, at);                                                                   // [N, out]
    inputs_ = x.size(4);
    if (!sum_.defined()) begin(taps, y.size(1));
    const at::Tensor rows = (taps - centre_) * scale_;                                                           // [N, in 27]
    count_ += static_cast<double>(places);
    sum_ += rows.sum(0, false, at::kDouble);                                                                     // [in 27]
    square_ += at::matmul(rows.t(), rows);                                                                       // [in 27, in 27]
    wanted_sum_ += y.sum(0, false, at::kDouble);                                                                 // [out]
    cross_ += at::matmul(rows.t(), y);                                                                           // [in 27, out]
}

FittedKernel TapFit::solve(double ridge) const {
    require(sum_.defined(), "expected films to fit a convolution to, got none");
    const at::Tensor mean = sum_ / count_, wanted_mean = wanted_sum_ / count_;                                   // [n], [out]
    const at::Tensor covariance = square_ / count_ - at::outer(mean, mean);                                      // [n, n]
    const at::Tensor cross = cross_ / count_ - at::outer(mean, wanted_mean);                                     // [n, out]
    const at::Tensor variances = covariance.diagonal();                                                          // [n]
    covariance.diagonal().add_(at::where(variances > 0, variances * ridge, at::ones_like(variances)));
    const at::Tensor solution = at::cholesky_solve(cross, at::linalg_cholesky(covariance));                      // [n, out]
    const at::Tensor weight = solution * scale_.unsqueeze(1);                                                    // [n, out]
    const at::Tensor bias = wanted_mean - at::matmul(mean, solution) - at::matmul(centre_.to(at::kDouble), weight);  // [out]
    return {weight.t().reshape({-1, inputs_, 3, 3, 3}).to(at::kFloat).contiguous(), bias.to(at::kFloat)};        // [out, in, 3, 3, 3], [out]
}

}  // namespace chladni::train
