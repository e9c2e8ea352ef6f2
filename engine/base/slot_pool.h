#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "engine/base/spsc_ring.h"

namespace chladni {

using SlotIndex = std::uint32_t;

/// A fixed set of equal buffers handed round by index. One thread takes slots, one other gives them back; who holds the
/// index owns the bytes. When none is free, take() says so and the taker waits or drops.
class SlotPool {
public:
    /// Memory that no frame ever touched costs nothing: slots may be as large as the largest frame there could be.
    SlotPool(std::size_t slots, std::size_t bytes_each)
        : bytes_each_(bytes_each), bytes_(std::make_unique_for_overwrite<std::uint8_t[]>(slots * bytes_each)), free_(slots) {
        for (SlotIndex i = 0; i < slots; ++i) free_.push(i);
    }

    /// Taking thread only. Nothing while all slots are in use.
    std::optional<SlotIndex> take() noexcept {
        SlotIndex slot = 0;
        return free_.pop(slot) ? std::optional(slot) : std::nullopt;
    }

    /// Giving thread only.
    void give_back(SlotIndex slot) noexcept { free_.push(slot); }

    /// The thread that owns the slot.
    std::span<std::uint8_t> bytes(SlotIndex slot) noexcept { return {bytes_.get() + slot * bytes_each_, bytes_each_}; }

    std::size_t free_slots() const noexcept { return free_.size(); }
    std::size_t slots() const noexcept { return free_.capacity(); }
    std::size_t bytes_each() const noexcept { return bytes_each_; }

private:
    std::size_t bytes_each_;
    std::unique_ptr<std::uint8_t[]> bytes_;
    SpscRing<SlotIndex> free_;
};

}  // namespace chladni
