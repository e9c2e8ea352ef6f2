#include "engine/ltx/upsampler_layers.h"

namespace chladni::ltx {

namespace {

constexpr std::int64_t kGroups = 32;
constexpr double kGroupNormEps = 1e-5;

at::Tensor take_kernel(Weights& from, const std::string& name, std::int64_t in, std::int64_t out, bool flat) {
    if (flat) return from.take(name, {out, in, 3, 3}).unsqueeze(2);  // [out, in, 1, 3, 3]
    return from.take(name, {out, in, 3, 3, 3});                      // [out, in, 3, 3, 3]
}

}  // namespace

UpsamplerConv::UpsamplerConv(Weights& from, const std::string& name, std::int64_t in, std::int64_t out, bool flat)
    : weight_(take_kernel(from, name + ".weight", in, out, flat)), bias_(from.take(name + ".bias", {out})) {}

at::Tensor UpsamplerConv::operator()(const at::Tensor& x) const {
    return at::conv3d(x, weight_, bias_, {1, 1, 1}, {weight_.size(2) / 2, 1, 1});  // [B, Cout, F, H, W]
}

UpsamplerNorm::UpsamplerNorm(Weights& from, const std::string& name, std::int64_t channels)
    : weight_(from.take(name + ".weight", {channels})), bias_(from.take(name + ".bias", {channels})) {}

at::Tensor UpsamplerNorm::operator()(const at::Tensor& x) const {
    return at::group_norm(x, kGroups, weight_, bias_, kGroupNormEps);  // [B, C, F, H, W]
}

UpsamplerBlock::UpsamplerBlock(Weights& from, const std::string& name, std::int64_t channels, bool flat)
    : conv_1_(from, name + ".conv1", channels, channels, flat),
      conv_2_(from, name + ".conv2", channels, channels, flat),
      norm_1_(from, name + ".norm1", channels),
      norm_2_(from, name + ".norm2", channels) {}

at::Tensor UpsamplerBlock::operator()(const at::Tensor& x) const {
    const at::Tensor h = at::silu(norm_1_(conv_1_(x)));  // [B, C, F, H, W]
    return at::silu(norm_2_(conv_2_(h)) + x);            // [B, C, F, H, W]
}

}  // namespace chladni::ltx
