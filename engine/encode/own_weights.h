#pragma once

#include <functional>

#include "engine/tensor/weights.h"

namespace chladni {

/// The weights that make an encoder's tokens: chladni's own, in audio_encoder/ itself. Where that holds none they are fixed
/// ones, the same on every machine: norms 1, biases 0, the rest of deviation 1 / sqrt(inputs).
class OwnWeights {
public:
    using Take = std::function<at::Tensor(const std::string& name, std::vector<std::int64_t> shape)>;

    OwnWeights(std::filesystem::path folder, at::Device device, at::ScalarType dtype)
        : folder_(std::move(folder)), device_(device), dtype_(dtype) {}

    /// Calls build(take), twice where there are files. Throws Error where they do not fit.
    void build(const std::function<void(const Take& take)>& build) const;

private:
    std::filesystem::path folder_;
    at::Device device_;
    at::ScalarType dtype_;
};

}  // namespace chladni
