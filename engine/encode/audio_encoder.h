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
    int sample_rate = 16000;
    std::int64_t hidden_dim = 2048;            ///< width of a token
    bool use_beat_features = true;
    double frames_per_second = 24.0;
    int audio_context_frames = 4;              ///< video frames per token
    std::string clap_model_path;
    std::string wav2vec2_model_path;
};

AudioEncoderConfig load_audio_encoder_config(const std::filesystem::path& config_json);

/// Sound to audio tokens. Token k is centred at (k + 1/2) * audio_context_frames / frames_per_second after the start.
/// One thread at a time.
class AudioEncoder {
public:
    virtual ~AudioEncoder() = default;
    virtual const AudioEncoderConfig& config() const = 0;

    /// `mono` at config().sample_rate, its first sample at `start` of the stream; `beats_s` on the stream's time (may be
    /// empty). Gives floor(num_video_frames / audio_context_frames) tokens, times on the stream's time.
    virtual AudioTokens encode(std::span<const float> mono, Seconds start, std::int64_t num_video_frames,
                               std::span<const double> beats_s) = 0;
};

/// `folder`: a model's audio_encoder/. Throws Error: no folder, bad configuration, weights that do not fit. A spectrogram
/// encoder whose folder holds no weights starts from fixed ones.
std::unique_ptr<AudioEncoder> load_audio_encoder(const std::filesystem::path& folder);

}  // namespace chladni
