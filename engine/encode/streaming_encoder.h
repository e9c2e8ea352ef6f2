#pragma once

#include <memory>
#include <vector>

#include "engine/encode/audio_encoder.h"

namespace chladni {

/// An endless stream as audio tokens, each made once and never touched again. Sound comes in pieces of any size; tokens come out
/// in groups, as soon as the sound that they look ahead to is there. Each is read at the same place of its window, so how the
/// stream was cut into pieces does not matter, and neither does anything further away than the encoder's reach.
///
/// Beside encoding the whole at once: the spectrogram's tokens are the same, to rounding. CLAP and wav2vec2 attend to all of a
/// clip, so theirs depend on what else the clip holds: see the bounds in tests/encode/streaming_encoder_test.cpp. One thread.
class StreamingEncoder {
public:
    /// `group_s`: how much sound makes a group (a token at least). Token 0 begins at stream time 0.
    explicit StreamingEncoder(std::shared_ptr<AudioEncoder> encoder, double group_s = 0.5);

    /// The stream goes on by `mono`, at the encoder's rate; `beats_s` are all beats known now, on the stream's time. Gives the tokens
    /// that this completes, often none.
    AudioTokens push(std::span<const float> mono, std::span<const double> beats_s);

    /// The tokens up to the last whole one of the stream, as if silence followed. After it only reset().
    AudioTokens finish(std::span<const double> beats_s);

    /// How far tokens are made, and how far behind the sound they are at most.
    Seconds made_until() const { return {static_cast<double>(next_) * encoder_->config().token_s()}; }
    double delay_s() const;

    void reset();

private:
    AudioTokens group(std::int64_t count, std::int64_t ahead, std::span<const double> beats_s);
    void forget();
    double heard_s() const;
    std::int64_t sample_at(std::int64_t token) const;

    std::shared_ptr<AudioEncoder> encoder_;
    std::int64_t group_, ahead_;   // tokens
    std::int64_t next_ = 0;        // token
    std::int64_t begin_ = 0;       // sample of the stream that sound_[0] is
    std::int64_t listened_ = 0;    // samples that the encoder's statistics have heard
    std::vector<float> sound_;
};

}  // namespace chladni
