#pragma once

#include <filesystem>

namespace chladni {

/// A model in the other layout: a single checkpoint file as a folder of diffusers' layout at `to`, or such a folder as a
/// single file. Weights keep their bits; what the other layout has no place for lies in `original.safetensors` of the
/// folder, so that the way back gives the same file. Throws Error; leaves nothing half made that looks like a model.
void convert_model(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace chladni
