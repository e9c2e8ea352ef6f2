#pragma once

#include "engine/encode/clap_block.h"
#include "engine/encode/clap_features.h"
#include "engine/encode/clap_patches.h"

namespace chladni {

/// What the network says of a batch of clips.
struct ClapResult {
    at::Tensor features;   // [B, folds * columns, 4 c] of the third stage before it is halved, in the order of time
    at::Tensor embedding;  // [B, projection], not normalised
    at::Tensor patches;    // [B, H, W, c], for comparison
};

/// CLAP's audio tower (HTSAT, a Swin transformer on a folded spectrogram) with its projection. The spectrogram is cut into
/// quarters that lie one below the other. Any thread, one at a time.
class ClapTower {
public:
    /// A folder of transformers: a whole ClapModel, whose text half is ignored, or a ClapAudioModelWithProjection. Throws Error.
    static ClapTower load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype);

    /// What such a tower takes from its files, by its own names.
    static TensorShapes shapes(const ClapConfig& config);

    const ClapConfig& config() const { return config_; }
    ClapResult operator()(const ClapInput& input) const;

private:
    struct Stage {
        std::vector<ClapBlock> blocks;
        std::vector<ClapMerging> merging;  // none in the last
    };
    ClapTower(Weights& from, const ClapConfig& config);
    at::Tensor folded(const at::Tensor& mels) const;
    at::Tensor in_time(const at::Tensor& map) const;

    ClapConfig config_;
    at::Device device_;
    at::ScalarType dtype_;
    at::Tensor mel_factor_, mel_shift_;  // [bands] float32
    ClapPatches patches_;
    std::vector<Stage> stages_;
    LayerNorm norm_;
    Linear projection_1_, projection_2_;
};

}  // namespace chladni
