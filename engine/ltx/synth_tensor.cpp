#include "engine/ltx/synth_tensor.h"

#include <ATen/CPUGeneratorImpl.h>

#include <array>
#include <cmath>
#include <optional>
#include <string_view>

namespace chladni::ltx {

namespace {

// What a name's end says of the tensor: a constant, or a factor on the usual deviation.
struct NameRow {
    std::string_view ending;
    std::optional<double> constant;
    double factor = 1.0;
};

constexpr std::array<NameRow, 11> kNames{{
    {"latents_mean", 0.0},
    {"latents_std", 1.0},
    {"timestep_scale_multiplier", 1000.0},
    {"per_channel_scale1", 0.0},
    {"per_channel_scale2", 0.0},
    {"norm_q.weight", 1.0},
    {"norm_k.weight", 1.0},
    {"norm3.weight", 1.0},
    {"layer_norm.weight", 1.0},
    {".bias", 0.0},
    {"relative_attention_bias.weight", std::nullopt, 0.5},
}};

// FNV-1a: every tensor has a stream of its own, whatever the order in which they are drawn.
std::uint64_t hash_of(const std::string& name, std::uint64_t seed) {
    std::uint64_t hash = 14695981039346656037ull ^ (seed * 0x9e3779b97f4a7c15ull);
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return hash;
}

at::Tensor normal(const std::string& name, at::IntArrayRef shape, double deviation, std::uint64_t seed) {
    const at::Generator random = at::make_generator<at::CPUGeneratorImpl>(hash_of(name, seed));
    return at::randn(shape, random, at::TensorOptions().dtype(at::kFloat)).mul_(deviation);
}

double inputs_of(at::IntArrayRef shape) {
    double inputs = 1.0;
    for (std::size_t i = 1; i < shape.size(); ++i) inputs *= static_cast<double>(shape[i]);
    return inputs;
}

}  // namespace

at::Tensor synth_tensor(const std::string& name, at::IntArrayRef shape, std::uint64_t seed) {
    double factor = 1.0;
    for (const NameRow& row : kNames) {
        if (!name.ends_with(row.ending)) continue;
        if (row.constant) return at::full(shape, *row.constant, at::kFloat);
        factor = row.factor;
    }
    const bool table = name.ends_with("scale_shift_table");
    const bool words = name.ends_with("shared.weight");
    const double usual = words ? 1.0 : 1.0 / std::sqrt(table ? static_cast<double>(shape.back()) : inputs_of(shape));
    return normal(name, shape, factor * usual, seed);
}

at::Tensor synth_soft_kernel(const std::string& name, at::IntArrayRef shape, std::int64_t copies, std::uint64_t seed) {
    const at::Tensor slope = shape[2] == 3 ? at::tensor({0.2f, 0.6f, 0.2f}) : at::ones({1});           // [k]
    const at::Tensor blur = slope.view({-1, 1, 1}) * slope.view({1, -1, 1}) * slope.view({1, 1, -1});  // [k, k, k]
    at::Tensor mixing = normal(name, {shape[0] / copies, shape[1]}, 1.0 / std::sqrt(static_cast<double>(shape[1])),
                               seed);   // [out / copies, in]
    mixing.sub_(mixing.mean(1, true));  // what all channels have in common is no colour
    return mixing.repeat_interleave(copies, 0).view({shape[0], shape[1], 1, 1, 1}) * blur;  // [out, in, k, k, k]
}

}  // namespace chladni::ltx
