#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/encode/audio_encoder.h"

namespace chladni {

/// One audio component run on given tensors (contract: section 7).
struct VerifyAudioJob {
    std::filesystem::path model;   ///< a model folder with audio_encoder/, or such a folder itself
    std::string component;         ///< audio.spectrogram, audio.clap, audio.wav2vec2
    std::filesystem::path inputs;  ///< waveform [B, S] mono; sample_rate in its metadata (default: the encoder's own)
    std::filesystem::path outputs;
    EncoderPlace place;
    std::map<std::string, std::string> settings;  ///< win over the metadata of `inputs`
    /// Makes sound of one rate into sound of another; without it only the encoder's own rate is taken.
    std::function<std::vector<float>(std::span<const float> mono, double from_hz, double to_hz)> resample;
};

bool is_verifiable_audio(const std::string& component);

/// Writes `features` [B, T, d], `tokens` [B, A, D] and, of CLAP, `embedding` [B, p] to `outputs`, whole or not at all. No beats
/// are assumed. Where transformers draws lots for CLAP, settings may say what came out: `crop` (a sample), `chunks` (three mel
/// frames, by commas), `longer` (a row). Throws Error, UsageError for the component.
void verify_audio(const VerifyAudioJob& job);

}  // namespace chladni
