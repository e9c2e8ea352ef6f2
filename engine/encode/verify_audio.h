#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace chladni {

/// Whether verify_audio knows the component: audio.spectrogram.
bool is_verifiable_audio(const std::string& component);

/// One audio component run on given tensors (contract: section 7). `inputs` holds waveform [B, S] mono and, in its metadata
/// or in `settings`, which win, sample_rate (default: the encoder's own; another is refused). Writes `features` [B, T, d] and
/// `tokens` [B, A, D] to `outputs`, whole or not at all. No beats are assumed. Throws Error, UsageError for the component.
void verify_audio(const std::filesystem::path& model, const std::string& component, const std::filesystem::path& inputs,
                  const std::filesystem::path& outputs, const std::map<std::string, std::string>& settings);

}  // namespace chladni
