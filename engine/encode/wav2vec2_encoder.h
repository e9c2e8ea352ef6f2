#pragma once

#include "engine/encode/clip_encoder.h"
#include "engine/encode/wav2vec2_network.h"

namespace chladni {

/// Audio tokens from wav2vec2's last layer, 50 frames a second.
class Wav2Vec2Encoder final : public ClipEncoder {
public:
    /// `folder`: audio_encoder/; the model lies where the configuration says. Throws Error.
    static std::unique_ptr<Wav2Vec2Encoder> load(const AudioEncoderConfig& config, const std::filesystem::path& folder, const EncoderPlace& place);

    int sample_rate() const override { return network_.features().sample_rate; }
    FrameTrain frames(const at::Tensor& mono) const override;
    void listen(std::span<const float> mono) override;

    const Wav2Vec2Network& network() const { return network_; }

    /// The network's frames [T, D] with their times.
    FrameTrain train_of(const at::Tensor& features) const;

private:
    Wav2Vec2Encoder(const AudioEncoderConfig& config, const OwnWeights& own, Wav2Vec2Network network);

    Wav2Vec2Network network_;
    Wav2Vec2Statistics running_;
};

}  // namespace chladni
