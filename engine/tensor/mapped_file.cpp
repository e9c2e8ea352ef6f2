#include "engine/tensor/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/base/check.h"

namespace chladni {

namespace fs = std::filesystem;

namespace {

std::span<std::byte> map(const fs::path& path, std::size_t size) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    require(fd >= 0, "expected to read '" + path.string() + "', got: " + std::strerror(errno));
    void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, fd, 0);
    const int reason = errno;
    ::close(fd);
    require(memory != MAP_FAILED, "expected to map '" + path.string() + "' into memory, got: " + std::strerror(reason));
    return {static_cast<std::byte*>(memory), size};
}

}  // namespace

MappedFile::MappedFile(const fs::path& path) {
    std::error_code error;
    require(fs::is_regular_file(path, error), "expected a file at '" + path.string() + "', found none");
    const std::uintmax_t size = fs::file_size(path, error);
    require(!error, "expected to know the size of '" + path.string() + "', got: " + error.message());
    if (size > 0) bytes_ = map(path, size);
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
}

}  // namespace chladni
