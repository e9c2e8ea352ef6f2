#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace chladni {

/// A file as memory. Writing to it changes the memory only. Read-only after construction: any thread.
class MappedFile {
public:
    /// Throws Error: no file, a folder, not readable.
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<std::byte> bytes() const { return bytes_; }

private:
    std::span<std::byte> bytes_;
};

}  // namespace chladni
