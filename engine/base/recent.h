#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <vector>

#include "engine/base/latest.h"

namespace chladni {

/// The last values of something, numbered from 0: Latest in its long form. One writing thread, any number of readers, who
/// copy out what is new to them; nobody waits for a reader, and what a slow one missed is lost by design.
template <typename T>
class Recent {
public:
    explicit Recent(std::size_t kept) : slots_(kept) {}

    /// Writer thread only. Realtime-safe.
    void add(const T& value) noexcept {
        const std::int64_t number = end_.load(std::memory_order_relaxed);
        slots_[slot(number)].set(value);
        end_.store(number + 1, std::memory_order_release);
    }

    /// Any thread. One past the newest number.
    std::int64_t end() const noexcept { return end_.load(std::memory_order_acquire); }

    /// Any thread. Appends what is kept of the values from number `from` on, oldest first; returns where to go on.
    std::int64_t since(std::int64_t from, std::vector<T>& out) const {
        const std::int64_t newest = end();
        const auto had = static_cast<std::ptrdiff_t>(out.size());
        const std::int64_t first = std::clamp<std::int64_t>(from, std::max<std::int64_t>(0, newest - kept()), newest);
        for (std::int64_t number = first; number < newest; ++number) out.push_back(slots_[slot(number)].get());
        // What the writer reached meanwhile is another value by now: the slot of `end` may be under its pen.
        const std::int64_t sure = end() - kept() + 1;
        out.erase(out.begin() + had, out.begin() + had + std::clamp<std::int64_t>(sure - first, 0, newest - first));
        return newest;
    }

private:
    std::int64_t kept() const noexcept { return static_cast<std::int64_t>(slots_.size()); }
    std::size_t slot(std::int64_t number) const noexcept { return static_cast<std::size_t>(number % kept()); }

    std::vector<Latest<T>> slots_;
    std::atomic<std::int64_t> end_{0};
};

}  // namespace chladni
