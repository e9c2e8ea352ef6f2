#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chladni {

/// What a synthesised tokenizer learns besides sentences of its own.
struct SynthWords {
    std::vector<std::string> sentences;
    std::vector<std::string> whole;  ///< words that are one token each
};

/// Writes a complete model folder of random weights: transformer, vae, text_encoder, tokenizer, scheduler,
/// audio_encoder, audio_adapter. Geometries: nano, tiny, 2b, 13b. Same seed: same bytes. Throws UsageError for an
/// unknown geometry.
void synthesize_model(const std::filesystem::path& folder, const std::string& geometry, std::uint64_t seed, const SynthWords& words = {});

}  // namespace chladni
