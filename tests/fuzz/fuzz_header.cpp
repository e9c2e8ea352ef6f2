// Any bytes as a safetensors file: a header, or one Error.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "engine/base/check.h"
#include "engine/tensor/safetensors_header.h"

namespace {

// Noise hardly ever guesses the length of its own header: of an even first byte it is written for it, and the second
// byte is how many bytes of tensors follow.
std::vector<std::byte> as_file(const std::uint8_t* data, std::size_t size) {
    const auto* bytes = reinterpret_cast<const std::byte*>(data);
    if (size < 2 || data[0] % 2) return {bytes, bytes + size};
    const std::uint64_t length = size - 2;
    std::vector<std::byte> file(8 + length + data[1]);
    std::memcpy(file.data(), &length, 8);
    if (length > 0) std::memcpy(file.data() + 8, data + 2, length);
    return file;
}

void check(bool holds) {
    if (!holds) std::abort();
}

// What a caller may rely on: every tensor lies in the file, and is as long as its shape.
void check_entry(const chladni::TensorEntry& entry, std::size_t file_size) {
    std::size_t bytes = c10::elementSize(entry.dtype);
    for (const std::int64_t size : entry.shape) bytes *= static_cast<std::size_t>(size);
    check(entry.begin <= entry.end && entry.end <= file_size && entry.end - entry.begin == bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::vector<std::byte> file = as_file(data, size);
    try {
        for (const auto& [name, entry] : chladni::read_header(file, "noise").tensors) check_entry(entry, file.size());
    } catch (const chladni::Error& error) {
        check(std::strstr(error.what(), "expected"));
    }
    return 0;
}
