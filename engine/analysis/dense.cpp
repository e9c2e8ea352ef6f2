#include "engine/analysis/dense.h"

#include <algorithm>

namespace chladni {

Dense::Dense(std::span<const float> weight, std::span<const float> bias)
    : inputs_(weight.size() / bias.size()), columns_(weight.size()), bias_(bias.begin(), bias.end()) {
    for (std::size_t o = 0; o < outputs(); ++o)
        for (std::size_t i = 0; i < inputs_; ++i) columns_[i * outputs() + o] = weight[o * inputs_ + i];
}

void Dense::apply(std::span<const float> x, std::span<float> y) const {
    std::ranges::fill(y, 0.0f);
    add(x, y);
}

void Dense::add(std::span<const float> x, std::span<float> y) const {
    const std::size_t count = outputs();
    float* const out = y.data();
    const float* column = columns_.data();
    for (std::size_t o = 0; o < count; ++o) out[o] += bias_[o];
    for (std::size_t i = 0; i < inputs_; ++i, column += count)
        for (std::size_t o = 0; o < count; ++o) out[o] += x[i] * column[o];
}

}  // namespace chladni
