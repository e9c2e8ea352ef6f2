#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/tensor/safetensors.h"

namespace chladni::train {

/// The weights of the networks that are trained together, by part and name: "transformer/proj_in.weight". What is trained
/// stands in float32 and is rounded to the dtype of computing in every step, in such a way that gradients come back to it; what
/// is frozen stands in the dtype of computing. One thread.
class Parameters {
public:
    Parameters(at::Device device, at::ScalarType compute) : device_(device), compute_(compute) {}

    /// `trained`: by the tensor's own name.
    void add(const std::string& part, const NamedTensors& weights, const std::function<bool(const std::string& name)>& trained);

    /// One part as a network takes it, for one step: Weights::holding() of it computes in compute().
    NamedTensors part(const std::string& part) const;
    /// The same of other values in the place of the trained ones (an average), without gradients.
    NamedTensors part(const std::string& part, const NamedTensors& values) const;

    const NamedTensors& trained() const { return trained_; }  ///< float32 leaves
    NamedTensors gradients() const;                            ///< those that there are
    void forget_gradients();

    at::Device device() const { return device_; }
    at::ScalarType compute() const { return compute_; }

private:
    at::Device device_;
    at::ScalarType compute_;
    NamedTensors trained_, frozen_;
};

/// Those of `tensors` whose names begin with "`part`/", without that.
NamedTensors of_part(const NamedTensors& tensors, const std::string& part);

}  // namespace chladni::train
