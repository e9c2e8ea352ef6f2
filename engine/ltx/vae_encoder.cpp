#include "engine/ltx/vae_encoder.h"

namespace chladni::ltx {

namespace {

Stride3 stride_of(VaeDown down) {
    if (down == VaeDown::kSpatial) return {1, 2, 2};
    if (down == VaeDown::kTemporal) return {2, 1, 1};
    return {2, 2, 2};
}

// Squares of patch x patch px into channels. The offset along the width counts slower than the one along the height.
at::Tensor into_patches(const at::Tensor& frames, std::int64_t patch) {
    const std::int64_t batch = frames.size(0), time = frames.size(1), height = frames.size(2) / patch,
                       width = frames.size(3) / patch;
    return frames
        .reshape({batch, time, height, patch, width, patch, -1})  // [B, T, h, q, w, r, 3]
        .permute({0, 1, 2, 4, 6, 5, 3})                           // [B, T, h, w, 3, r, q]
        .reshape({batch, time, height, width, -1});               // [B, T, h, w, 3 r q]
}

at::Tensor run_blocks(const std::vector<VaeResBlock>& blocks, at::Tensor x, VaeMemory& memory) {
    for (const VaeResBlock& block : blocks) x = block(x, {}, memory);  // [B, T, H, W, C]
    return x;
}

std::vector<VaeResBlock> row_of_blocks(Weights& from, const std::string& name, std::int64_t width, std::int64_t count,
                                       const VaeConfig& config) {
    std::vector<VaeResBlock> blocks;
    for (std::int64_t i = 0; i < count; ++i)
        blocks.emplace_back(
            from, name + ".resnets." + std::to_string(i),
            VaeResBlock::Shape{
                .in = width, .out = width, .norm_eps = config.norm_eps, .causal = config.encoder_causal});
    return blocks;
}

}  // namespace

VaeEncoder::VaeEncoder(Weights& from, const VaeConfig& config)
    : config_(config),
      head_(from, "encoder.conv_in.conv",
            {.in = config.in_channels * config.patch * config.patch,
             .out = config.down.front().in,
             .causal = config.encoder_causal}),
      middle_(row_of_blocks(from, "encoder.mid_block", config.encoder_mid_channels, config.encoder_mid_layers, config)),
      tail_(from, "encoder.conv_out.conv",
            {.in = config.encoder_mid_channels, .out = config.latent_channels + 1, .causal = config.encoder_causal}) {
    for (std::size_t i = 0; i < config.down.size(); ++i)
        steps_.push_back(step_of(from, "encoder.down_blocks." + std::to_string(i), config.down[i]));
}

VaeEncoder::Step VaeEncoder::step_of(Weights& from, const std::string& name, const VaeDownBlock& block) const {
    const bool causal = config_.encoder_causal;
    Step step;
    step.before = row_of_blocks(from, name, block.in, block.layers, config_);
    if (block.down == VaeDown::kConv) {
        step.strided.emplace_back(from, name + ".downsamplers.0.conv",
                                  VaeConv::Shape{.in = block.in, .out = block.in, .stride = 2, .causal = causal});
    } else if (block.down != VaeDown::kNone) {
        step.shrinking.emplace_back(from, name + ".downsamplers.0", block.in, block.out, stride_of(block.down), causal);
        return step;
    }
    if (block.in != block.out)
        step.after.emplace_back(
            from, name + ".conv_out",
            VaeResBlock::Shape{.in = block.in, .out = block.out, .norm_eps = config_.norm_eps, .causal = causal});
    return step;
}

at::Tensor VaeEncoder::operator()(const at::Tensor& frames) const {
    VaeMemory memory;
    at::Tensor x = head_(into_patches(frames, config_.patch), memory);  // [B, T, h, w, C]
    for (const Step& step : steps_) {
        x = run_blocks(step.before, std::move(x), memory);                      // [B, T, h, w, C]
        for (const VaeConv& conv : step.strided) x = conv(x, memory);           // [B, T', h/2, w/2, C]
        for (const VaeDownsampler& down : step.shrinking) x = down(x, memory);  // [B, T', h', w', Cout]
        x = run_blocks(step.after, std::move(x), memory);                       // [B, T', h', w', Cout]
    }
    x = tail_(activated(run_blocks(middle_, std::move(x), memory), {}, 0), memory);  // [B, F, h, w, C+1]
    return x.narrow(-1, 0, config_.latent_channels);                                     // [B, F, h, w, C]
}

}  // namespace chladni::ltx
