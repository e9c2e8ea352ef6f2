#include "engine/ltx/vae_resample.h"

namespace chladni::ltx {

namespace {

constexpr Stride3 kTwice{2, 2, 2};

std::int64_t cells_of(const Stride3& stride) { return stride[0] * stride[1] * stride[2]; }

}  // namespace

at::Tensor channels_to_space(const at::Tensor& x, const Stride3& stride) {
    const auto [a, b, c] = stride;
    const std::int64_t batch = x.size(0), frames = x.size(1), height = x.size(2), width = x.size(3);
    const std::int64_t channels = x.size(4) / cells_of(stride);  // said outright: there may be no frame to tell it from
    return x
        .reshape({batch, frames, height, width, channels, a, b, c})      // [B, T, H, W, C, a, b, c]
        .permute({0, 1, 5, 2, 6, 3, 7, 4})                               // [B, T, a, H, b, W, c, C]
        .reshape({batch, frames * a, height * b, width * c, channels});  // [B, T a, H b, W c, C]
}

at::Tensor space_to_channels(const at::Tensor& x, const Stride3& stride) {
    const auto [a, b, c] = stride;
    const std::int64_t batch = x.size(0), frames = x.size(1) / a, height = x.size(2) / b, width = x.size(3) / c;
    return x
        .reshape({batch, frames, a, height, b, width, c, -1})  // [B, T, a, H, b, W, c, C]
        .permute({0, 1, 3, 5, 7, 2, 4, 6})                     // [B, T, H, W, C, a, b, c]
        .reshape({batch, frames, height, width, -1});          // [B, T, H, W, C a b c]
}

VaeUpsampler::VaeUpsampler(Weights& from, const std::string& name, std::int64_t in, std::int64_t factor, bool residual,
                           bool causal)
    : conv_(from, name + ".conv.conv", {.in = in, .out = in * cells_of(kTwice) / factor, .causal = causal}),
      factor_(factor),
      residual_(residual) {}

at::Tensor VaeUpsampler::operator()(const at::Tensor& x, VaeMemory& memory) const {
    at::Tensor y = channels_to_space(conv_(x, memory), kTwice);  // [B, 2T, 2H, 2W, C / factor]
    if (residual_) y = y + repeated(wait_for(x, y.size(1) / 2, memory));
    bool& begun = memory.slot().begun;
    const std::int64_t alone = begun || y.size(1) == 0 ? 0 : 1;  // the film's first frame loses its twin
    begun = begun || alone > 0;
    return y.narrow(1, alone, y.size(1) - alone);  // [B, 2T-1, 2H, 2W, C / factor]
}

at::Tensor VaeUpsampler::repeated(const at::Tensor& x) const {
    return channels_to_space(x, kTwice).repeat(
        {1, 1, 1, 1, cells_of(kTwice) / factor_});  // [B, 2T, 2H, 2W, C / factor]
}

VaeDownsampler::VaeDownsampler(Weights& from, const std::string& name, std::int64_t in, std::int64_t out,
                               const Stride3& stride, bool causal)
    : conv_(from, name + ".conv.conv", {.in = in, .out = out / cells_of(stride), .causal = causal}),
      out_(out),
      stride_(stride) {}

at::Tensor VaeDownsampler::operator()(const at::Tensor& x, VaeMemory& memory) const {
    const at::Tensor whole = stride_[0] == 2 ? at::cat({x.narrow(1, 0, 1), x}, 1) : x;  // [B, T (+1), H, W, C]
    const at::Tensor means =
        space_to_channels(whole, stride_).unflatten(-1, {out_, -1}).mean(-1);  // [B, T', H', W', Cout]
    return space_to_channels(conv_(whole, memory), stride_) + means;           // [B, T', H', W', Cout]
}

}  // namespace chladni::ltx
