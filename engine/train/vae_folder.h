#pragma once

#include <filesystem>

#include "engine/base/json.h"
#include "engine/ltx/vae_config.h"
#include "engine/tensor/safetensors.h"

namespace chladni::train {

/// The configuration of the small model's autoencoder (16 x 16 px and 4 frames a latent cell, 32 channels) whose decoder is
/// `decoder_width` channels wide at its end and twice that before.
OrderedJson vae_geometry(std::int64_t decoder_width);
ltx::VaeConfig vae_config_of(const OrderedJson& json);

/// The weights in `dtype`; the latents' statistics stay float32.
NamedTensors cast_weights(const NamedTensors& weights, at::ScalarType dtype);

/// What this machine computes such a small network in most quickly (see is_quick_in_bfloat16).
at::ScalarType quick_dtype();

/// Writes an autoencoder as diffusers has it, in bfloat16: the weights first, then the configuration, each whole or not at all.
void write_vae(const std::filesystem::path& folder, const OrderedJson& json, const NamedTensors& weights);

}  // namespace chladni::train
