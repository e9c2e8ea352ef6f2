#include "engine/train/vae_start.h"

#include <algorithm>
#include <cmath>

#include "engine/ltx/synth_tensor.h"
#include "engine/ltx/vae_res_block.h"
#include "engine/ltx/video_vae.h"

namespace chladni::train {

namespace {

constexpr double kHeadroom = 50.0;  // of the norm over the largest number: SiLU then bends it by a hundredth

}  // namespace

NamedTensors identity_weights(const ltx::VaeConfig& config, std::uint64_t seed) {
    NamedTensors weights;
    for (const auto& [name, shape] : ltx::VideoVae::shapes(config)) {
        const bool drawn = name.find(".conv1.") != std::string::npos && shape.size() == 5;
        weights[name] = drawn ? ltx::synth_tensor(name, shape, seed) : at::zeros(shape, at::kFloat);
    }
    return weights;
}

void set_kernel(NamedTensors& weights, const std::string& name, const FittedKernel& kernel) {
    weights.at(name + ".weight").copy_(kernel.weight);  // [out, in, 3, 3, 3]
    weights.at(name + ".bias").copy_(kernel.bias);      // [out]
}

ltx::VaeConv convolution_of(const NamedTensors& weights, const std::string& name, bool causal) {
    const NamedTensors own{{name + ".weight", weights.at(name + ".weight")}, {name + ".bias", weights.at(name + ".bias")}};
    const at::IntArrayRef shape = own.at(name + ".weight").sizes();
    return build_from_tensors(own, [&](Weights& from) { return ltx::VaeConv(from, name, {.in = shape[1], .out = shape[0], .causal = causal}); });
}

double level_above(const std::vector<at::Tensor>& films) {
    double largest = 0;
    for (const at::Tensor& x : films) largest = std::max(largest, x.abs().max().item<double>());
    const double level = kHeadroom * largest * std::sqrt(static_cast<double>(films.front().size(4)));
    return std::exp2(std::ceil(std::log2(std::max(level, 1.0))));
}

at::Tensor behind_the_norm(const at::Tensor& x, double level) {
    at::Tensor above = x.clone();                             // [B, T, H, W, C]
    above.select(4, x.size(4) - 1).add_(level);               // [B, T, H, W]
    return ltx::activated(above, {}, 0);                      // [B, T, H, W, C]
}

}  // namespace chladni::train
