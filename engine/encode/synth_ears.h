#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace chladni {

/// Ears of random weights.
struct EarsSynth {
    std::string kind = "spectrogram";  ///< spectrogram, clap or wav2vec2
    std::int64_t hidden_dim = 2048;
    bool full_size = false;            ///< as published (clap-htsat-fused, wav2vec2-base); else tiny
    std::uint64_t seed = 1;
};

/// Writes a model's audio_encoder/: its configuration and, beside it, the folder of transformers that it names. Same seed:
/// same bytes. Throws UsageError for an unknown kind.
void synthesize_ears(const std::filesystem::path& folder, const EarsSynth& ears);

}  // namespace chladni
