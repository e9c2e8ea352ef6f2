#pragma once

#include "engine/ltx/verify_inputs.h"
#include "engine/ltx/video_vae.h"

namespace chladni::ltx {

/// `latents` [B, C, F, H, W] decoded as `in` says: tensor `timestep`; settings `decode_noise_scale`, `noise_seed`,
/// `tile`, `tile_overlap`, `tile_frames`, `tile_frame_overlap`, and `stream` (true: one latent frame at a time). -> [B,
/// 3, T, H', W'].
at::Tensor decode_as_asked(const VideoVae& vae, const at::Tensor& latents, const VerifyInputs& in);

/// Component `upsample`: `latents` to `latents`, neither normalised, by latent_upsampler/ of the model or the model
/// itself; settings `adain_factor` (reference: the latents before) and `tone_map_compression`.
NamedTensors verify_upsample(const VerifyInputs& in);

}  // namespace chladni::ltx
