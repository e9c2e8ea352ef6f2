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

/// Reads a small safetensors file of float32 and float16 numbers. Throws Error: not there, over 256 MB, no such file, another
/// type, what is no number.
std::vector<PlainTensor> read_plain_tensors(const std::filesystem::path& path);

}  // namespace chladni
