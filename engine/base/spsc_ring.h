#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace chladni {

/// Bounded queue between exactly one writing and one reading thread. When it is full, push() takes what fits and the
/// caller counts the rest as dropped.
template <typename T>
class SpscRing {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    explicit SpscRing(std::size_t capacity) : items_(capacity + 1) {}

    /// Writer thread only. Realtime-safe. Returns how many items were taken.
    std::size_t push(std::span<const T> items) noexcept {
        const std::size_t end = end_.load(std::memory_order_relaxed);
        const std::size_t taken = std::min(items.size(), capacity() - filled(begin_.load(std::memory_order_acquire), end));
        for (std::size_t i = 0; i < taken; ++i) items_[wrap(end + i)] = items[i];
        end_.store(wrap(end + taken), std::memory_order_release);
        return taken;
    }
    bool push(const T& item) noexcept { return push(std::span<const T>(&item, 1)) == 1; }

    /// Reader thread only. Realtime-safe. Returns how many items were delivered.
    std::size_t pop(std::span<T> out) noexcept {
        const std::size_t begin = begin_.load(std::memory_order_relaxed);
        const std::size_t given = std::min(out.size(), filled(begin, end_.load(std::memory_order_acquire)));
        for (std::size_t i = 0; i < given; ++i) out[i] = items_[wrap(begin + i)];
        begin_.store(wrap(begin + given), std::memory_order_release);
        return given;
    }
    bool pop(T& item) noexcept { return pop(std::span<T>(&item, 1)) == 1; }

    /// Any thread; a snapshot.
    std::size_t size() const noexcept {
        return filled(begin_.load(std::memory_order_acquire), end_.load(std::memory_order_acquire));
    }
    std::size_t capacity() const noexcept { return items_.size() - 1; }

private:
    std::size_t wrap(std::size_t i) const noexcept { return i % items_.size(); }
    std::size_t filled(std::size_t begin, std::size_t end) const noexcept { return wrap(end + items_.size() - begin); }

    std::vector<T> items_;
    alignas(64) std::atomic<std::size_t> end_{0};    // written by the writer
    alignas(64) std::atomic<std::size_t> begin_{0};  // written by the reader
};

}  // namespace chladni
