#pragma once

#include <vector>

#include "engine/ltx/audio_adapter.h"
#include "engine/ltx/audio_injection.h"

namespace chladni::ltx {

class Transformer;

/// Which of the adapter's layers take part in a chunk.
struct AudioChoice {
    std::vector<bool> blocks;      ///< those beyond its end do
    std::set<AudioMode> modes{AudioMode::kCrossAttention, AudioMode::kAdd, AudioMode::kGate, AudioMode::kConcat, AudioMode::kAdaLn};

    bool takes(std::size_t block) const { return block >= blocks.size() || blocks[block]; }
    bool takes(AudioMode mode) const { return modes.count(mode) > 0; }
};

/// One chunk's sound, ready for every step: keys and values of the blocks that listen, and who may hear what. Nothing that
/// would be zero is computed, so that an adapter before training, or a scale of 0, leaves the base model's bits.
class AudioListening final : public AudioInjection {
public:
    /// `video_times` [1 or B, N] middles in seconds; `scale` [1 or B, 1 or N] multiplies what is added. Refers to both
    /// networks.
    AudioListening(const AudioAdapter& adapter, const Transformer& transformer, const AudioInput& audio, const at::Tensor& video_times,
                   const at::Tensor& scale, const AudioChoice& choice);

    void modulate_time(TokenTimes& times, at::Tensor& modulations) const override;
    bool modulates(std::size_t block) const override { return modulation_.defined() && choice_.takes(block) && adapter_.layers_.count(block); }
    at::Tensor after_self(std::size_t block, const at::Tensor& x) const override;
    const HeardText* beside_text(std::size_t block) const override;
    at::Tensor after_text(std::size_t block, const at::Tensor& x) const override;

private:
    void prepare_cross();
    void prepare_frames();
    void prepare_concat(const Transformer& transformer);
    at::Tensor per_token(const at::Tensor& rows) const;  // [R, D] -> [1 or B, N, D]

    const AudioAdapter& adapter_;
    AudioContext context_;
    AudioChoice choice_;
    at::Tensor rotary_;                            // [1 or B, N, D/2]
    std::map<std::size_t, KeysValues> seen_;       // cross_attention
    std::map<std::size_t, at::Tensor> added_;      // add and gate: [R, D]
    std::map<std::size_t, HeardText> heard_text_;  // concat
    at::Tensor modulation_;                        // AdaLN: [R, 6, D]
};

}  // namespace chladni::ltx
