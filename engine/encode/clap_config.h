#pragma once

#include <array>
#include <filesystem>
#include <vector>

#include "engine/encode/activation.h"

namespace chladni {

/// The audio half of a CLAP model's config.json: a whole ClapModel's `audio_config`, or an audio tower's own. What it says
/// that changes no result (dropout and the like) is not kept.
struct ClapConfig {
    static constexpr std::int64_t kFeatureStage = 2;  ///< whose map becomes features

    std::vector<std::int64_t> depths{2, 2, 6, 2}, heads{4, 8, 16, 32};  ///< by stage
    std::int64_t width = 96;                      ///< of the first stage; each next one is twice as wide
    std::int64_t window = 8;                      ///< cells
    std::int64_t bands = 64, side = 256;          ///< mel bands; side of the picture that the spectrogram is folded into, px
    std::array<std::int64_t, 2> patch{4, 4}, stride{4, 4};  ///< px along frequency, time
    bool fusion = false;
    std::int64_t fusion_narrowing = 4;            ///< aff_block_r
    bool patch_norm = true, qkv_bias = true;
    double mlp_ratio = 4.0, norm_eps = 1e-5;
    std::int64_t projection = 512;                ///< width of the embedding
    Activation activation = nullptr, projection_activation = nullptr;

    std::int64_t stages() const { return static_cast<std::int64_t>(depths.size()); }
    std::int64_t width_of(std::int64_t stage) const { return width << stage; }
    std::int64_t folds() const { return side / bands; }  ///< quarters that lie one below the other
    /// Cells along frequency and time of a stage's map.
    std::array<std::int64_t, 2> grid_of(std::int64_t stage) const { return {(side / stride[0]) >> stage, (side / stride[1]) >> stage}; }
};

/// Throws Error where it says nothing of the kind, or what no such network can be.
ClapConfig load_clap_config(const std::filesystem::path& config_json);

}  // namespace chladni
