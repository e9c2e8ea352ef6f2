#include "engine/base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "engine/base/check.h"

namespace chladni {

namespace fs = std::filesystem;

namespace {

void flush_to_disk(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    require(fd >= 0, "expected to finish '" + path.string() + "', got: " + std::strerror(errno));
    const int result = ::fsync(fd);
    const int reason = errno;
    ::close(fd);
    require(result == 0 || reason == EINVAL || reason == EROFS,
            "expected to write '" + path.string() + "' to disk, got: " + std::strerror(reason) + "; free some space");
}

}  // namespace

AtomicFile::AtomicFile(fs::path target) : target_(std::move(target)) {
    const fs::path folder = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
    std::error_code ignored;
    require(fs::is_directory(folder, ignored),
            "expected a folder to write '" + target_.string() + "' into, found none; create '" + folder.string() + "'");
    require(!fs::is_directory(target_, ignored), "expected a file name to write to, '" + target_.string() + "' is a folder");
    require(::access(folder.c_str(), W_OK) == 0,
            "expected to be allowed to write into '" + folder.string() + "', got: " + std::strerror(errno));
    beside_ = folder / (".partial-" + std::to_string(::getpid()) + "-" + target_.filename().string());
}

AtomicFile::~AtomicFile() {
    std::error_code ignored;
    if (!committed_) fs::remove(beside_, ignored);
}

void AtomicFile::commit() {
    flush_to_disk(beside_);
    std::error_code error;
    fs::rename(beside_, target_, error);
    require(!error, "expected to rename the finished file to '" + target_.string() + "', got: " + error.message());
    committed_ = true;
}

void write_file_atomically(const fs::path& target, std::string_view content) {
    AtomicFile file(target);
    std::ofstream out(file.path(), std::ios::binary);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    out.close();
    require(out.good(), "expected to write '" + target.string() + "', got: " + std::strerror(errno) + "; is the disk full?");
    file.commit();
}

std::string read_text_file(const fs::path& path, std::uintmax_t limit_bytes) {
    std::error_code error;
    require(fs::is_regular_file(path, error), "expected a file at '" + path.string() + "', found none");
    const std::uintmax_t size = fs::file_size(path, error);
    require(!error && size <= limit_bytes, "expected '" + path.string() + "' to be at most " + std::to_string(limit_bytes) +
                                               " bytes, it has " + std::to_string(size));
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    require(in.good(), "expected to read '" + path.string() + "', got: " + std::strerror(errno));
    return text.str();
}

}  // namespace chladni
