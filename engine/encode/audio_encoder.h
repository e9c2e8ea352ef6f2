#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/units.h"
#include "engine/types/audio_tokens.h"

namespace chladni {

/// The fields of audio_encoder/config.json (design: section 5).
struct AudioEncoderConfig {
    std::string encoder_type = "spectrogram";  ///< "spectrogram", "clap" or "wav2vec2"
    int sample_rate = 16000;                   ///< of the spectrogram; the others hear at their feature extractor's rate
    std::int64_t hidden_dim = 2048;            ///< width of a token
    bool use_beat_features = true;
    double frames_per_second = 24.0;
    int audio_context_frames = 4;              ///< video frames per token
    std::string clap_model_path;               ///< a folder of transformers, relative to audio_encoder/
    std::string wav2vec2_model_path;
    std::string statistics = "clip";           ///< wav2vec2: measured over each "clip", or "running" over what listen() heard

    double token_s() const { return audio_context_frames / frames_per_second; }
};

AudioEncoderConfig load_audio_encoder_config(const std::filesystem::path& config_json);

/// A piece of a stream, at the encoder's rate.
struct SoundPiece {
    std::span<const float> mono;
    Seconds start;                    ///< stream time of mono[0]
    std::span<const double> beats_s;  ///< stream time, ascending; may be empty
};

/// How much sound before a span of tokens is worth giving, and how far behind the newest sound tokens had better stay: with
/// both they are those of the whole (see streaming_encoder.h for how exactly).
struct EncoderReach {
    double behind_s = 0, ahead_s = 0;
};

/// Tokens and, where they were asked for, the encoder's own frames that they were pooled from.
struct EncodedSound {
    AudioTokens tokens, features;
};

/// Sound to audio tokens. Token k is centred at (k + 1/2) * audio_context_frames / frames_per_second after the first frame.
/// What is not a number counts as silence, and so does what lies after the end of the sound. One thread at a time.
class AudioEncoder {
public:
    virtual ~AudioEncoder() = default;
    virtual const AudioEncoderConfig& config() const = 0;
    virtual int sample_rate() const = 0;    ///< that it is to be given
    virtual EncoderReach reach() const = 0;

    /// floor(num_video_frames / audio_context_frames) tokens from `first` on (stream time, not before the sound), times on the
    /// stream's time. Sound before them is heard as far as reach() goes, sound after the last of them is not (but for 16 ms of
    /// the spectrogram's window). Throws Error for a number of frames that cannot be.
    virtual EncodedSound hear(const SoundPiece& sound, Seconds first, std::int64_t num_video_frames, bool return_features) = 0;

    /// The same from the beginning of the sound.
    AudioTokens encode(std::span<const float> mono, Seconds start, std::int64_t num_video_frames, std::span<const double> beats_s) {
        return hear({mono, start, beats_s}, start, num_video_frames, false).tokens;
    }

    /// The stream went on by this: for statistics that run ("running" in the configuration); else nothing.
    virtual void listen(std::span<const float> /*mono*/) {}
};

/// Where an encoder computes; the network's weights and activations only, its spectrograms stay exact.
struct EncoderPlace {
    std::string device = "cpu";     ///< auto, cpu, cuda, cuda:N
    std::string dtype = "float32";  ///< auto, float32, bfloat16, float16
};

/// `folder`: a model's audio_encoder/. Throws Error: no folder, bad configuration, weights that do not fit. An encoder whose
/// folder holds no weights of its own starts from fixed ones.
std::unique_ptr<AudioEncoder> load_audio_encoder(const std::filesystem::path& folder, const EncoderPlace& place = {});

}  // namespace chladni
