#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chladni {

/// Plain numbers with a name and a shape.
struct PlainTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// Writes float32 tensors as safetensors (8 bytes of header length, JSON header, data), beside and renamed.
void write_plain_tensors(const std::filesystem::path& path, const std::vector<PlainTensor>& tensors);

}  // namespace chladni
