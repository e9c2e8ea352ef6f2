#include "engine/tensor/safetensors.h"

#include <cstdint>

#include "engine/base/check.h"

namespace chladni {

SafetensorsFile::SafetensorsFile(std::filesystem::path path)
    : path_(std::move(path)), file_(std::make_shared<MappedFile>(path_)), header_(read_header(file_->bytes(), path_)) {}

at::Tensor SafetensorsFile::tensor(const std::string& name) const {
    const auto found = header_.tensors.find(name);
    require(found != header_.tensors.end(), "expected a tensor '" + name + "' in '" + path_.string() + "', found none");
    const TensorEntry& entry = found->second;
    if (entry.begin == entry.end) return at::empty(entry.shape, entry.dtype);
    std::byte* data = file_->bytes().data() + entry.begin;
    const auto keep = [file = file_](void*) {};
    if (reinterpret_cast<std::uintptr_t>(data) % c10::elementSize(entry.dtype) == 0)
        return at::from_blob(data, entry.shape, keep, entry.dtype);
    // A header of odd length leaves its tensors at odd addresses.
    const auto size = static_cast<std::int64_t>(entry.end - entry.begin);
    return at::from_blob(data, {size}, at::kByte).clone().view(entry.dtype).reshape(entry.shape);
}

NamedTensors read_safetensors(const std::filesystem::path& path, Metadata* metadata) {
    const SafetensorsFile file(path);
    NamedTensors tensors;
    for (const auto& [name, entry] : file.entries()) tensors.emplace(name, file.tensor(name).clone());
    if (metadata) *metadata = file.metadata();
    return tensors;
}

}  // namespace chladni
