#pragma once

#include <filesystem>

#include "engine/types/video_frame.h"

namespace chladni {

/// Writes a picture as PNG (8-bit RGB), beside its name and renamed. Throws Error.
void save_png(const std::filesystem::path& path, const PictureView& picture);

}  // namespace chladni
