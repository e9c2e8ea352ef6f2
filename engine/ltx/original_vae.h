#pragma once

#include "engine/ltx/original_names.h"
#include "engine/ltx/vae_config.h"

namespace chladni::ltx {

/// The VAE of a Lightricks single file: its configuration is a list of blocks, in the encoder's order for both halves
/// (reference: causal_video_autoencoder.py). Blocks are numbered through the list, where diffusers nests them.
struct OriginalVae {
    VaeConfig config;
    NameTable::Pairs blocks;  ///< beginnings of names, original and diffusers'

    /// `json`: "vae" of the file's metadata. Throws Error: a block that no LTX-Video has, sizes that do not fit.
    static OriginalVae of(const ConfigJson& json);
};

/// The way back: what OriginalVae::of reads.
OrderedJson original_vae_config(const VaeConfig& config);

}  // namespace chladni::ltx
