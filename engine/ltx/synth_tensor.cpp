#include "engine/ltx/synth_tensor.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/util/accumulate.h>

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

constexpr std::array<NameRow, 12> kNames{{
    {"latents_mean", 0.0},
    {"latents_std", 1.0},
    {"timestep_scale_multiplier", 1000.0},
    {"per_channel_scale1", 0.0},
    {"per_channel_scale2", 0.0},
    {"norm_q.weight", 1.0},
    {"norm_k.weight", 1.0},
    {"norm3.weight", 1.0},
    {"layer_norm.weight", 1.0},
    {"decoder.conv_out.conv.bias", -0.25},  // darker than the middle
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

// Per part of a cell, the weights of the cell before, this one and the next: linear interpolation. [parts, k].
at::Tensor taps(std::int64_t parts, bool point) {
    if (point) return at::ones({parts, 1});
    if (parts == 1) return at::tensor({0.2f, 0.6f, 0.2f}).unsqueeze(0);
    const at::Tensor off = (at::arange(parts, at::kFloat) + 0.5) / static_cast<double>(parts) - 0.5;  // [parts]
    return at::stack({(-off).clamp_min(0), 1 - off.abs(), off.clamp_min(0)}, 1);                      // [parts, 3]
}

double inputs_of(at::IntArrayRef shape) { return static_cast<double>(c10::multiply_integers(shape.slice(1))); }

}  // namespace

at::Tensor synth_tensor(const std::string& name, at::IntArrayRef shape, std::uint64_t seed) {
    double factor = 1.0;
    for (const NameRow& row : kNames) {  // the first that fits
        if (!name.ends_with(row.ending)) continue;
        if (row.constant) return at::full(shape, *row.constant, at::kFloat);
        factor = row.factor;
        break;
    }
    const bool table = name.ends_with("scale_shift_table");
    const bool words = name.ends_with("shared.weight");
    const double usual = words ? 1.0 : 1.0 / std::sqrt(table ? static_cast<double>(shape.back()) : inputs_of(shape));
    return normal(name, shape, factor * usual, seed);
}

at::Tensor synth_soft_kernel(const std::string& name, at::IntArrayRef shape, const CellParts& parts,
                             std::uint64_t seed) {
    const std::int64_t count = parts.count(), mixtures = shape[0] / count;
    at::Tensor mixing =
        normal(name, {mixtures, shape[1]}, 1.0 / std::sqrt(static_cast<double>(shape[1])), seed);  // [M, in]
    mixing.sub_(mixing.mean(1, true));  // what all channels have in common is no colour
    const bool point = shape[2] == 1;
    const at::Tensor t = taps(parts.time, point), y = taps(parts.height, point),
                     x = taps(parts.width, point);  // [parts, k] each
    const at::Tensor kernels = t.view({parts.time, 1, 1, -1, 1, 1}) * y.view({1, parts.height, 1, 1, -1, 1}) *
                               x.view({1, 1, parts.width, 1, 1, -1});  // [t, y, x, k, k, k]
    const at::Tensor ordered =
        parts.width_first ? kernels.transpose(1, 2) : kernels;  // [t, y, x, k, k, k] or [t, x, y, ...]
    const at::Tensor flat = ordered.reshape({1, count, 1, shape[2], shape[3], shape[4]});  // [1, parts, 1, k, k, k]
    return (mixing.view({mixtures, 1, shape[1], 1, 1, 1}) * flat).reshape(shape).contiguous();  // [out, in, k, k, k]
}

}  // namespace chladni::ltx
