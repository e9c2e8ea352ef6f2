#pragma once

#include <ATen/ATen.h>

#include <cmath>
#include <cstdint>
#include <string>

#include "engine/base/json.h"
#include "engine/tensor/safetensors.h"

namespace chladni::ltx {

/// The weights of golden/hashed_weights.py, made from their names.
inline double hashed_uniform(std::uint32_t seed, std::uint32_t i) {
    std::uint32_t h = seed + i * 0x9E3779B9u;
    h = (h ^ h >> 16) * 0x85EBCA6Bu;
    h = (h ^ h >> 13) * 0xC2B2AE35u;
    return (h ^ h >> 16) / 2147483648.0 - 1.0;
}

inline std::uint32_t hash_of_name(const std::string& name) {
    std::uint32_t hash = 2166136261u;
    for (const char byte : name) hash = (hash ^ static_cast<std::uint8_t>(byte)) * 16777619u;
    return hash;
}

inline at::Tensor hashed_tensor(const std::string& name, const std::vector<std::int64_t>& shape) {
    const auto is_norm = [&](const char* end) { return name.ends_with(end); };
    const at::Tensor values = at::zeros(shape, at::kFloat);
    if (shape.empty()) return at::full({}, 1000.0f);  // the one scalar: decoder.timestep_scale_multiplier
    const bool matrix = shape.size() > 1;
    const double scale = matrix ? 1.5 / std::sqrt(static_cast<double>(values[0].numel())) : 0.25;
    const double centre = !matrix && (is_norm("norm.weight") || is_norm("norm3.weight") || is_norm("latents_std")) ? 1.0 : 0.0;
    float* out = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i)
        out[i] = static_cast<float>(hashed_uniform(hash_of_name(name), static_cast<std::uint32_t>(i)) * scale + centre);
    return values;
}

/// All tensors that a golden's metadata names; those whose name contains `zeroed` are 0.
inline NamedTensors hashed_weights(const Json& shapes, const std::string& zeroed = "-") {
    NamedTensors weights;
    for (const auto& [name, shape] : shapes.items()) {
        const at::Tensor tensor = hashed_tensor(name, shape.get<std::vector<std::int64_t>>());
        weights[name] = name.find(zeroed) == std::string::npos ? tensor : at::zeros_like(tensor);
    }
    return weights;
}

/// The largest difference, over the deviation of what was expected.
inline double relative_error(const at::Tensor& got, const at::Tensor& expected) {
    return ((got - expected).abs().max() / expected.std()).item<double>();
}

}  // namespace chladni::ltx
