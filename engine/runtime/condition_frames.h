#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace chladni {

/// The first frames, at most `most`, of a film or a picture, scaled to fill `width` x `height` and cut around their middle.
/// Each [height, width, 4], 8 bits. Throws Error: unreadable, no frame, or a build without FFmpeg.
std::vector<std::vector<std::uint8_t>> condition_frames(const std::filesystem::path& file, int width, int height, std::int64_t most);

/// The same of its last frames, in their order.
std::vector<std::vector<std::uint8_t>> last_condition_frames(const std::filesystem::path& file, int width, int height, std::int64_t most);

}  // namespace chladni
