// Any bytes as a sound file: samples that are numbers, or one Error. The libraries that decode are not built with the
// sanitizers; what is looked for is our own reading of what they give, and that they neither hang nor fall.
#include <sys/mman.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engine/base/check.h"
#include "engine/media/audio_reader.h"

namespace {

constexpr std::size_t kMostSamples = 4'000'000;

void check(bool holds) {
    if (!holds) std::abort();
}

// Bytes as a file without a disk.
class MemoryFile {
public:
    MemoryFile(const std::uint8_t* data, std::size_t size) : fd_(memfd_create("noise", MFD_CLOEXEC)) {
        check(fd_ >= 0 && write(fd_, data, size) == static_cast<ssize_t>(size));
    }
    ~MemoryFile() { close(fd_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

private:
    int fd_;
};

void read_all(const std::string& path) {
    chladni::AudioReader reader(path);
    check(reader.channels() >= 1 && reader.channels() <= 64 && reader.sample_rate() >= 1000);
    std::size_t samples = 0;
    for (auto piece = reader.next(); !piece.empty() && samples < kMostSamples; piece = reader.next()) {
        check(piece.size() % static_cast<std::size_t>(reader.channels()) == 0);
        for (const float sample : piece) check(std::isfinite(sample));
        samples += piece.size();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const MemoryFile file(data, size);
    try {
        read_all(file.path());
    } catch (const chladni::Error& error) {
        check(std::strstr(error.what(), "expected"));
    }
    return 0;
}
