#pragma once

#include "engine/encode/clap_tower.h"
#include "engine/encode/clip_encoder.h"

namespace chladni {

/// Audio tokens from CLAP: its map of the third stage, 6.4 frames a second.
class ClapEncoder final : public ClipEncoder {
public:
    /// `folder`: audio_encoder/; the model lies where the configuration says. Throws Error.
    static std::unique_ptr<ClapEncoder> load(const AudioEncoderConfig& config, const std::filesystem::path& folder, const EncoderPlace& place);

    int sample_rate() const override { return static_cast<int>(features_.config().bank.sample_rate); }
    FrameTrain frames(const at::Tensor& mono) const override;

    const ClapFeatures& features() const { return features_; }
    const ClapTower& tower() const { return tower_; }

    /// The tower's features [T, d] as frames of what it was given: `samples` of sound, taken by `lots`.
    FrameTrain train_of(const at::Tensor& features, std::int64_t samples, const ClapLots& lots) const;

private:
    ClapEncoder(const AudioEncoderConfig& config, const OwnWeights& own, ClapFeatures features, ClapTower tower);

    ClapFeatures features_;
    ClapTower tower_;
};

}  // namespace chladni
