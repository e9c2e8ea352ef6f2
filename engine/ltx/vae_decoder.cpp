#include "engine/ltx/vae_decoder.h"

#include "engine/ltx/modulation.h"

namespace chladni::ltx {

namespace {

constexpr double kTimestepMultiplier = 1000.0;  // of every published VAE, also of one that does not say so

// Channels into squares of patch x patch px, the offset along the width slower: the encoder's way back.
at::Tensor out_of_patches(const at::Tensor& x, std::int64_t patch) {
    const std::int64_t batch = x.size(0), time = x.size(1), height = x.size(2), width = x.size(3);
    const std::int64_t channels = x.size(4) / (patch * patch);
    return x
        .reshape({batch, time, height, width, channels, patch, patch})     // [B, T, h, w, 3, r, q]
        .permute({0, 1, 2, 6, 3, 5, 4})                                    // [B, T, h, q, w, r, 3]
        .reshape({batch, time, height * patch, width * patch, channels});  // [B, T, H, W, 3]
}

std::int64_t last_width(const VaeConfig& config) { return config.up.back().out; }

}  // namespace

VaeDecoder::VaeDecoder(Weights& from, const VaeConfig& config)
    : config_(config),
      head_(from, "decoder.conv_in.conv",
            {.in = config.latent_channels, .out = config.decoder_mid_channels, .causal = config.decoder_causal}),
      tail_(from, "decoder.conv_out.conv",
            {.in = last_width(config),
             .out = config.out_channels * config.patch * config.patch,
             .causal = config.decoder_causal}) {
    steps_.push_back(middle_of(from));
    for (std::size_t i = 0; i < config.up.size(); ++i)
        steps_.push_back(step_of(from, "decoder.up_blocks." + std::to_string(i), config.up[i]));
    if (!config.timestep_conditioning) return;
    tail_time_.emplace(from, "decoder.time_embedder", 2 * last_width(config));
    tail_table_ = from.take("decoder.scale_shift_table", {2, last_width(config)});
    multiplier_ = from.take_float_or("decoder.timestep_scale_multiplier", {}, kTimestepMultiplier);
}

VaeDecoder::Step VaeDecoder::middle_of(Weights& from) const {
    Step step;
    add_blocks(from, "decoder.mid_block", config_.decoder_mid_channels, config_.decoder_mid_layers,
               config_.decoder_mid_noise, step);
    return step;
}

VaeDecoder::Step VaeDecoder::step_of(Weights& from, const std::string& name, const VaeUpBlock& block) const {
    Step step;
    if (block.in != block.out)
        step.widen.emplace(
            from, name + ".conv_in",
            VaeResBlock::Shape{
                .in = block.in, .out = block.out, .norm_eps = config_.norm_eps, .causal = config_.decoder_causal});
    if (block.up)
        step.up.emplace(from, name + ".upsamplers.0", block.out * block.factor, block.factor, block.residual,
                        config_.decoder_causal);
    add_blocks(from, name, block.out, block.layers, block.noise, step);
    return step;
}

void VaeDecoder::add_blocks(Weights& from, const std::string& name, std::int64_t width, std::int64_t count, bool noise,
                            Step& step) const {
    if (config_.timestep_conditioning) step.time.emplace(from, name + ".time_embedder", 4 * width);
    const VaeResBlock::Shape shape{.in = width,
                                   .out = width,
                                   .norm_eps = config_.norm_eps,
                                   .causal = config_.decoder_causal,
                                   .noise = noise,
                                   .timed = config_.timestep_conditioning};
    for (std::int64_t i = 0; i < count; ++i)
        step.blocks.emplace_back(from, name + ".resnets." + std::to_string(i), shape);
}

at::Tensor VaeDecoder::run(const Step& step, at::Tensor x, const at::Tensor& level, VaeMemory& memory) const {
    const at::Tensor time = step.time ? (*step.time)(level) : at::Tensor();   // [B, 4C]
    if (step.widen) x = (*step.widen)(x, {}, memory);                         // [B, T, H, W, C]
    if (step.up) x = (*step.up)(x, memory);                                   // [B, 2T-1, 2H, 2W, C]
    for (const VaeResBlock& block : step.blocks) x = block(x, time, memory);  // [B, T, H, W, C]
    return x;
}

at::Tensor VaeDecoder::tail(const at::Tensor& x, const at::Tensor& level, VaeMemory& memory) const {
    const at::Tensor rows = tail_time_ ? (*tail_time_)(level).unflatten(1, {2, -1}) + tail_table_ : at::Tensor();  // [B, 2, C]
    return tail_(activated(x, rows, 0), memory);                                                                  // [B, T, H, W, 3 r q]
}

at::Tensor VaeDecoder::operator()(const at::Tensor& latents, const at::Tensor& timestep, VaeMemory& memory) const {
    const at::Tensor level = timestep.defined() ? timestep * multiplier_ : timestep;  // [B]
    at::Tensor x = head_(latents, memory);                                            // [B, F, h, w, C]
    for (const Step& step : steps_) x = run(step, std::move(x), level, memory);       // [B, T, H/4, W/4, C]
    return out_of_patches(tail(x, level, memory), config_.patch);                     // [B, T, H, W, 3]
}

}  // namespace chladni::ltx
