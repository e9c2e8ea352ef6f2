#pragma once

#include "engine/encode/token_head.h"
#include "engine/encode/token_pool.h"

namespace chladni {

/// How an encoder that hears whole clips goes over a longer sound.
struct ClipHabits {
    double longest_s = 10;             ///< of one clip; what is longer is heard in clips that overlap
    double margin_s = 2.5;             ///< at both ends of such a clip, from which no token is taken
    EncoderReach reach;                ///< sound around the tokens that belongs into their clip
};

/// Audio tokens from a network that hears a clip as a whole. What is no longer than a clip is one, heard once; of what is longer
/// each token is taken from a clip that goes on for margin_s around it.
class ClipEncoder : public ColumnEncoder {
public:
    ClipEncoder(AudioEncoderConfig config, const ClipHabits& habits, TokenHead head)
        : config_(std::move(config)), habits_(habits), head_(std::move(head)) {}

    const AudioEncoderConfig& config() const override { return config_; }
    EncoderReach reach() const override { return habits_.reach; }
    EncodedSound hear(const SoundPiece& sound, Seconds first, std::int64_t num_video_frames, bool return_features) override;

    at::Tensor columns(const SoundPiece& sound, Seconds first, std::int64_t num_video_frames) override;
    std::int64_t neighbours() const override { return 0; }
    NamedTensors layer_weights() const override;
    std::unique_ptr<TokenLayers> layers_of(const NamedTensors& weights) const override { return std::make_unique<TokenHead>(config_, weights); }

    /// `means` of the network's frames over the tokens' spans -> tokens [A, hidden_dim].
    at::Tensor tokens(const at::Tensor& means, Seconds first, std::span<const double> beats_s) const { return head_(head_.columns(means, first, beats_s)); }

    /// The network's frames of a clip, times from its start. `mono` [S] float32 on the CPU, S > 0.
    virtual FrameTrain frames(const at::Tensor& mono) const = 0;

private:
    /// Tokens [from, to) of those asked for, taken from the samples [begin, end).
    struct Clip {
        std::int64_t begin, end, from, to;
    };
    std::vector<Clip> clips_of(std::int64_t begin, std::int64_t end, double lead_s, std::int64_t count) const;

    /// A clip's frames, the times of which are the stream's, and the columns of its tokens.
    struct HeardClip {
        FrameTrain frames;
        Seconds start, first;
        at::Tensor columns;  // [n, columns]
    };
    std::vector<HeardClip> heard(const SoundPiece& sound, Seconds first, std::int64_t count) const;

    AudioEncoderConfig config_;
    ClipHabits habits_;
    TokenHead head_;
};

/// Throws Error for a number of video frames that nobody means, or whose tokens do not fit into memory.
void check_frames(std::int64_t num_video_frames, const AudioEncoderConfig& config);

/// `sound` [begin, end) as a tensor of its own [S]: silence outside of it, and for what is not a number.
at::Tensor heard_part(std::span<const float> sound, std::int64_t begin, std::int64_t end);

}  // namespace chladni
