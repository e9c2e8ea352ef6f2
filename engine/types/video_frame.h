#pragma once

#include <cstdint>

#include "engine/base/slot_pool.h"
#include "engine/types/chunk.h"

namespace chladni {

/// A finished frame waiting to be shown: its pixels stand in a slot of a SlotPool. Trivially copyable, travels by ring.
struct VideoFrame {
    SlotIndex slot = 0;
    int width = 0;
    int height = 0;
    FrameStamp stamp;
    std::int64_t chunk = 0;
};

/// Pixels that somebody else owns, 8 bits per channel, [height, width, 4], first row is the top.
struct PictureView {
    const std::uint8_t* rgba = nullptr;
    int width = 0;
    int height = 0;
};

}  // namespace chladni
