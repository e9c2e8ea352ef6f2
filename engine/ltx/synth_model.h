#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace chladni {

/// Writes a complete model folder of random weights: transformer, vae, text_encoder, tokenizer, scheduler,
/// audio_encoder, audio_adapter. Geometries: nano, tiny, 2b, 13b. Same seed: same bytes. Throws UsageError for an
/// unknown geometry.
void synthesize_model(const std::filesystem::path& folder, const std::string& geometry, std::uint64_t seed);

}  // namespace chladni
