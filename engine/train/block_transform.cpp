#include "engine/train/block_transform.h"

#include <string>

#include "engine/base/check.h"

namespace chladni::train {

at::Tensor blocks_of(const at::Tensor& film, const BlockShape& shape) {
    const std::int64_t t = shape.frames, s = shape.side;
    const at::Tensor first = film.narrow(1, 0, 1).expand({-1, t - 1, -1, -1, -1});        // [B, t - 1, H, W, 3]
    const at::Tensor whole = t > 1 ? at::cat({first, film}, 1) : film;                    // [B, F t, H, W, 3]
    return whole.reshape({film.size(0), whole.size(1) / t, t, film.size(2) / s, s, film.size(3) / s, s, 3})
        .permute({0, 1, 3, 5, 2, 7, 6, 4})                                                // [B, F, h, w, t, 3, x, y]
        .flatten(4);                                                                      // [B, F, h, w, numbers]
}

at::Tensor film_of(const at::Tensor& blocks, const BlockShape& shape) {
    const std::int64_t t = shape.frames, s = shape.side, frames = blocks.size(1) * t;
    return blocks.unflatten(4, {t, 3, s, s})
        .permute({0, 1, 4, 2, 7, 3, 6, 5})                                                // [B, F, t, h, y, w, x, 3]
        .reshape({blocks.size(0), frames, blocks.size(2) * s, blocks.size(3) * s, 3})     // [B, F t, H, W, 3]
        .narrow(1, t - 1, frames - t + 1);                                                // [B, T, H, W, 3]
}

at::Tensor BlockTransform::coefficients(const at::Tensor& film) const {
    return at::matmul(blocks_of(film, shape) - mean, basis);  // [B, F, h, w, k]
}

at::Tensor BlockTransform::film(const at::Tensor& coefficients) const {
    return film_of(at::matmul(coefficients, basis.t()) + mean, shape);  // [B, T, H, W, 3]
}

BlockStatistics::BlockStatistics(const BlockShape& shape)
    : shape_(shape),
      sum_(at::zeros({shape.numbers()}, at::kDouble)),
      square_(at::zeros({shape.numbers(), shape.numbers()}, at::kDouble)) {}

void BlockStatistics::add(const at::Tensor& blocks) {
    count_ += blocks.size(0);
    sum_ += blocks.sum(0, false, at::kDouble);       // [numbers]
    square_ += at::matmul(blocks.t(), blocks);       // [numbers, numbers]
}

BlockTransform BlockStatistics::transform(std::int64_t components) const {
    require(count_ > components, "expected more than " + std::to_string(components) + " blocks of video, got " + std::to_string(count_));
    const at::Tensor mean = sum_ / count_;                                                    // [numbers]
    const at::Tensor covariance = (square_ / count_ - at::outer(mean, mean)).to(at::kFloat);  // [numbers, numbers]
    const auto [values, vectors] = at::linalg_eigh(covariance);                               // ascending
    const std::int64_t k = std::min(components, shape_.numbers());
    return {shape_, mean.to(at::kFloat), vectors.flip(1).narrow(1, 0, k).contiguous(),        // [numbers, k]
            values.flip(0).narrow(0, 0, k).clamp_min(0.0).contiguous()};                      // [k]
}

}  // namespace chladni::train
