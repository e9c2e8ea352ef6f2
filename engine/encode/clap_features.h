#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "engine/encode/mel_filters.h"

namespace chladni {

/// preprocessor_config.json of a CLAP model.
struct ClapFeaturesConfig {
    MelBank bank;                    ///< its kind follows from `fusion`
    std::int64_t hop = 480;          ///< samples
    std::int64_t longest = 480000;   ///< samples of a clip
    bool fusion = true;              ///< truncation "fusion"; else "rand_trunc"
    enum class Padding { kRepeatPad, kRepeat, kPad } padding = Padding::kRepeatPad;

    std::int64_t frames() const { return longest / hop + 1; }
};

/// Throws Error: no file, or a value that means nothing.
ClapFeaturesConfig load_clap_features_config(const std::filesystem::path& preprocessor_json);

/// Where transformers draws lots, what to take instead. Nothing: the newest crop, the middle of each third, the first clip.
struct ClapLots {
    std::optional<std::int64_t> crop;          ///< "rand_trunc": first sample of a clip that is too long
    std::vector<std::int64_t> chunks;          ///< "fusion": first mel frames in the first, middle and last third
    std::int64_t longer = 0;                   ///< the clip of a batch without long ones that counts as long
};

/// A batch as the network reads it.
struct ClapInput {
    at::Tensor mels;           // [B, 4 or 1, T, bands] float32, decibels
    std::vector<bool> longer;  ///< by clip: goes through the fusion
};

/// Sound as transformers' ClapFeatureExtractor makes it ready. Any thread.
class ClapFeatures {
public:
    explicit ClapFeatures(const ClapFeaturesConfig& config);

    const ClapFeaturesConfig& config() const { return config_; }

    /// `waveform` [B, S] float32 of S > 0 samples at the bank's rate; any length.
    ClapInput operator()(const at::Tensor& waveform, const ClapLots& lots = {}) const;

    /// `mono` [S] -> [frames, bands] float32: decibels of the power in each band, -100 at least. The sound is mirrored at its
    /// ends.
    at::Tensor log_mel(const at::Tensor& mono) const;

private:
    struct Clip {
        at::Tensor mels;  // [4 or 1, T, bands]
        bool longer;
    };
    Clip clip_of(const at::Tensor& mono, const ClapLots& lots) const;
    Clip long_clip(const at::Tensor& mono, const ClapLots& lots) const;
    at::Tensor filled(const at::Tensor& mono) const;
    at::Tensor fused(const at::Tensor& mel, const ClapLots& lots) const;

    ClapFeaturesConfig config_;
    at::Tensor window_;   // [L] float64
    at::Tensor filters_;  // [L/2+1, bands] float64
};

}  // namespace chladni
