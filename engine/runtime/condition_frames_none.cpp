// Chosen where FFmpeg is not built in.
#include "engine/base/check.h"
#include "engine/runtime/condition_frames.h"

namespace chladni {

std::vector<std::vector<std::uint8_t>> condition_frames(const std::filesystem::path& file, int, int, std::int64_t) {
    throw Error("expected a program built with FFmpeg to read '" + file.string() + "', this one is not");
}

std::vector<std::vector<std::uint8_t>> last_condition_frames(const std::filesystem::path& file, int width, int height, std::int64_t most) {
    return condition_frames(file, width, height, most);
}

}  // namespace chladni
