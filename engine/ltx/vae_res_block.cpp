#include "engine/ltx/vae_res_block.h"

#include "engine/ltx/modulation.h"
#include "engine/tensor/row_norm.h"

namespace chladni::ltx {

namespace {

constexpr double kPixelNormEps = 1e-8;

// One map for all frames and channels, scaled per channel.
at::Tensor add_noise(const at::Tensor& x, const at::Tensor& scale, VaeMemory& memory) {
    if (!scale.defined()) return x;
    at::Tensor& map = memory.slot().kept;  // [H, W, 1]
    if (!map.defined())
        map = memory.fresh_noise(x.size(2), x.size(3)).to(x.options(), false, /*copy=*/true);  // [H, W, 1]
    return x + map * scale;                                                                    // [B, T, H, W, C]
}

at::Tensor take_noise_scale(Weights& from, const std::string& name, std::int64_t channels) {
    return from.take(name, {channels, 1, 1}).flatten();  // [C]
}

}  // namespace

at::Tensor activated(const at::Tensor& x, const at::Tensor& rows, std::int64_t shift_row) {
    if (!rows.defined()) return rms_norm_silu(x, kPixelNormEps, {}, {});                                           // [B, T, H, W, C]
    return rms_norm_silu(x, kPixelNormEps, rows.select(1, shift_row + 1) + 1, rows.select(1, shift_row));         // [B, T, H, W, C]
}

VaeTimeEmbedding::VaeTimeEmbedding(Weights& from, const std::string& name, std::int64_t width)
    : linear_1_(take_linear(from, name + ".timestep_embedder.linear_1", 256, width)),
      linear_2_(take_linear(from, name + ".timestep_embedder.linear_2", width, width)) {}

at::Tensor VaeTimeEmbedding::operator()(const at::Tensor& levels) const {
    const at::Tensor waves = sinusoid(levels).to(linear_1_.weight.scalar_type());  // [B, 256]
    return linear_2_(at::silu(linear_1_(waves)));                                  // [B, width]
}

VaeResBlock::VaeResBlock(Weights& from, const std::string& name, const Shape& shape)
    : shape_(shape),
      conv_1_(from, name + ".conv1.conv", {.in = shape.in, .out = shape.out, .causal = shape.causal}),
      conv_2_(from, name + ".conv2.conv", {.in = shape.out, .out = shape.out, .causal = shape.causal}) {
    if (shape.in != shape.out) {
        shortcut_.emplace(from, name + ".conv_shortcut.conv",
                          VaeConv::Shape{.in = shape.in, .out = shape.out, .kernel = 1, .causal = shape.causal});
        norm_weight_ = from.take(name + ".norm3.weight", {shape.in});
        norm_bias_ = from.take(name + ".norm3.bias", {shape.in});
    }
    if (shape.noise) {
        noise_scale_1_ = take_noise_scale(from, name + ".per_channel_scale1", shape.in);
        noise_scale_2_ = take_noise_scale(from, name + ".per_channel_scale2", shape.in);
    }
    if (shape.timed) table_ = from.take(name + ".scale_shift_table", {4, shape.in});
}

at::Tensor VaeResBlock::shortcut(const at::Tensor& x, VaeMemory& memory) const {
    if (!shortcut_) return x;
    return (*shortcut_)(at::layer_norm(x, {shape_.in}, norm_weight_, norm_bias_, shape_.norm_eps),
                        memory);  // [B, T, H, W, Cout]
}

at::Tensor VaeResBlock::operator()(const at::Tensor& x, const at::Tensor& time, VaeMemory& memory) const {
    const at::Tensor rows = table_.defined() ? time.unflatten(1, {4, -1}) + table_ : at::Tensor();  // [B, 4, C]
    at::Tensor h = conv_1_(activated(x, rows, 0), memory);            // [B, T, H, W, Cout]
    h = add_noise(h, noise_scale_1_, memory);                         // [B, T, H, W, Cout]
    h = conv_2_(activated(h, rows, 2), memory);                       // [B, T, H, W, Cout]
    h = add_noise(h, noise_scale_2_, memory);                         // [B, T, H, W, Cout]
    return h.add_(shortcut(wait_for(x, h.size(1), memory), memory));  // [B, T, H, W, Cout]
}

}  // namespace chladni::ltx
