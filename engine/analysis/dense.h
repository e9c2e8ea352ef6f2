#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chladni {

/// A matrix and what is added: y = W x + b. Kept input by input, so that the sums run over all outputs at once.
class Dense {
public:
    Dense() = default;
    /// `weight` [outputs, inputs] row by row, `bias` [outputs].
    Dense(std::span<const float> weight, std::span<const float> bias);

    std::size_t inputs() const { return inputs_; }
    std::size_t outputs() const { return bias_.size(); }
    /// `x` [inputs] -> `y` [outputs]
    void apply(std::span<const float> x, std::span<float> y) const;
    /// The same, added to what is in `y`.
    void add(std::span<const float> x, std::span<float> y) const;

private:
    std::size_t inputs_ = 0;
    std::vector<float> columns_, bias_;  // [inputs, outputs], [outputs]
};

}  // namespace chladni
