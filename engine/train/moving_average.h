#pragma once

#include <algorithm>

#include "engine/tensor/safetensors.h"

namespace chladni::train {

/// The exponential moving average of weights, which makes better pictures than the weights themselves. One thread.
class MovingAverage {
public:
    explicit MovingAverage(double decay) : decay_(decay) {}

    /// After step `step`, from 0 on; the first steps weigh more, so that the start is soon forgotten.
    void add(const NamedTensors& weights, std::int64_t step) {
        const at::NoGradGuard guard;
        const double decay = std::min(decay_, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
        for (const auto& [name, weight] : weights) {
            at::Tensor& mean = values_[name];
            if (mean.defined()) mean.lerp_(weight, 1.0 - decay);
            else mean = weight.detach().clone();
        }
    }

    const NamedTensors& values() const { return values_; }
    void set_values(NamedTensors values) { values_ = std::move(values); }

private:
    double decay_;
    NamedTensors values_;
};

}  // namespace chladni::train
