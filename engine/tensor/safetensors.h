#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "engine/tensor/mapped_file.h"
#include "engine/tensor/safetensors_header.h"
#include "engine/tensor/torch.h"

namespace chladni {

using NamedTensors = std::map<std::string, at::Tensor>;
using Metadata = std::map<std::string, std::string>;

/// A safetensors file, mapped into memory: nothing is read before it is used. Any thread.
class SafetensorsFile {
public:
    /// Throws Error for a file that is missing or in any way not a whole safetensors file.
    explicit SafetensorsFile(std::filesystem::path path);

    const std::filesystem::path& path() const { return path_; }
    const Metadata& metadata() const { return header_.metadata; }
    const std::map<std::string, TensorEntry>& entries() const { return header_.tensors; }
    bool has(const std::string& name) const { return header_.tensors.count(name) > 0; }

    /// On the CPU, on the file's own memory (copy before the file may change). Throws Error for an unknown name.
    at::Tensor tensor(const std::string& name) const;

private:
    std::filesystem::path path_;
    std::shared_ptr<const MappedFile> file_;
    SafetensorsHeader header_;
};

/// All tensors of a file, copied to memory of their own.
NamedTensors read_safetensors(const std::filesystem::path& path, Metadata* metadata = nullptr);

/// Written beside and renamed. Tensors may lie on any device and in any order of strides; same tensors: same bytes.
void write_safetensors(const std::filesystem::path& path, const NamedTensors& tensors, const Metadata& metadata = {});

}  // namespace chladni
