#pragma once

#include <span>
#include <vector>

#include "engine/types/audio_buffer.h"

namespace chladni {

/// The same sound at another rate (libsoxr, high quality). Length is rounded(length * to / from); time zero stays.
std::vector<float> resample(std::span<const float> mono, double from_hz, double to_hz);
AudioBuffer resample(const AudioBuffer& buffer, int to_hz);

}  // namespace chladni
