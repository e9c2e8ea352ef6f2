#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "engine/base/config_json.h"

namespace chladni::ltx {

/// How one step of the encoder shrinks the picture: not at all, by a strided convolution (0.9, 0.9.1), or by moving space
/// and time into channels (0.9.5 and later).
enum class VaeDown { kNone, kConv, kSpatial, kTemporal, kSpatiotemporal };

/// One step of the encoder: `layers` residual blocks at `in` channels, then the shrinking, then `out` channels.
struct VaeDownBlock {
    std::int64_t in = 0, out = 0, layers = 0;
    VaeDown down = VaeDown::kNone;
};

/// One step of the decoder: a residual block from `in` to `out` channels where they differ, the doubling of time, height
/// and width, then `layers` residual blocks.
struct VaeUpBlock {
    std::int64_t in = 0, out = 0, layers = 0;
    std::int64_t factor = 1;  ///< channels in / channels out of the doubling
    bool up = false, residual = false, noise = false;
};

/// vae/config.json of the diffusers layout (class AutoencoderKLLTXVideo) in the order in which things run: the decoder's
/// mirrored lists are turned round.
struct VaeConfig {
    std::int64_t in_channels = 3, out_channels = 3;  ///< of the picture
    std::int64_t latent_channels = 128;
    std::int64_t patch = 4;                          ///< px, height and width
    std::int64_t spatial_ratio = 32;                 ///< px per latent cell
    std::int64_t temporal_ratio = 8;                 ///< frames per latent frame after the first
    bool timestep_conditioning = false;              ///< the decoder is told how noisy its latents are
    bool encoder_causal = true, decoder_causal = false;
    double scaling_factor = 1.0;
    double norm_eps = 1e-6;

    std::vector<VaeDownBlock> down;
    std::int64_t encoder_mid_channels = 0, encoder_mid_layers = 0;
    std::int64_t decoder_mid_channels = 0, decoder_mid_layers = 0;
    bool decoder_mid_noise = false;
    std::vector<VaeUpBlock> up;

    std::int64_t frames_of(std::int64_t latent_frames) const { return temporal_ratio * (latent_frames - 1) + 1; }
};

/// Throws Error: what is missing, out of range, or does not fit together.
VaeConfig load_vae_config(const ConfigJson& json);

/// Whether blocks follow from each other, and the ratios that come of them. `json` is what `config` was read from.
void check_vae_config(const ConfigJson& json, VaeConfig& config);

}  // namespace chladni::ltx
