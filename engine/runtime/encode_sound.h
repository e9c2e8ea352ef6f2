#pragma once

#include <filesystem>
#include <optional>

#include "engine/analysis/song_analysis.h"
#include "engine/encode/audio_encoder.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

/// What is asked of an encoder.
struct EncodeCall {
    std::int64_t num_video_frames = 0;
    bool return_features = false;                  ///< the encoder's own frames too
    std::optional<std::vector<double>> beats_s{};  ///< nothing: found in the sound, where the encoder wants any
    BeatNets beat_nets{};                          ///< that help to find them
};

/// The sound of the first num_video_frames frames as audio tokens: of all channels their mean, at any rate. What ends early goes
/// on in silence; what lies after the last frame is not heard. Throws Error.
EncodedSound encode_sound(AudioEncoder& encoder, const AudioBuffer& sound, const EncodeCall& call);

/// The same of any file that FFmpeg reads; no more of it is decoded than is heard.
EncodedSound encode_sound(AudioEncoder& encoder, const std::filesystem::path& file, const EncodeCall& call);

}  // namespace chladni
