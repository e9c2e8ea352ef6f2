#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/tensor/torch.h"

namespace chladni {

/// Where one tensor lies in a safetensors file.
struct TensorEntry {
    at::ScalarType dtype = at::kFloat;
    std::vector<std::int64_t> shape;
    std::size_t begin = 0, end = 0;  ///< bytes from the start of the file
};

/// What a safetensors file says of itself. Format: github.com/huggingface/safetensors, "Format".
struct SafetensorsHeader {
    std::map<std::string, TensorEntry> tensors;
    std::map<std::string, std::string> metadata;
};

/// Believes nothing: lengths, JSON, dtypes, shapes and offsets are checked against each other and the file's size. Throws
/// Error naming `file` and the tensor.
SafetensorsHeader read_header(std::span<const std::byte> file, const std::filesystem::path& path);

}  // namespace chladni
