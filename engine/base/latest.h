#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace chladni {

/// The newest value of something: one writing thread, any number of readers. Nobody waits for a reader; old values are
/// lost by design. A sequence lock over atomic words, with no fences, which the thread sanitizer would not understand.
template <typename T>
class Latest {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    explicit Latest(const T& initial = {}) { set(initial); }

    /// Writer thread only. Realtime-safe.
    void set(const T& value) noexcept {
        Words words{};
        std::memcpy(words.data(), &value, sizeof(T));
        const std::uint32_t version = version_.load(std::memory_order_relaxed);
        version_.store(version + 1, std::memory_order_relaxed);  // odd: being written
        for (std::size_t i = 0; i < kWords; ++i) words_[i].store(words[i], std::memory_order_release);
        version_.store(version + 2, std::memory_order_release);
    }

    /// Any thread. Lock-free; tries again while a write is under way.
    T get() const noexcept {
        Words words{};
        for (;;) {
            const std::uint32_t before = version_.load(std::memory_order_acquire);
            for (std::size_t i = 0; i < kWords; ++i) words[i] = words_[i].load(std::memory_order_acquire);
            if (before % 2 == 0 && before == version_.load(std::memory_order_relaxed)) break;
        }
        T value;
        std::memcpy(static_cast<void*>(&value), words.data(), sizeof(T));
        return value;
    }

    /// Any thread. Grows by one with each set(); tells a reader whether there is news.
    std::uint32_t version() const noexcept { return version_.load(std::memory_order_acquire) / 2; }

private:
    static constexpr std::size_t kWords = (sizeof(T) + 7) / 8;
    using Words = std::array<std::uint64_t, kWords>;
    std::array<std::atomic<std::uint64_t>, kWords> words_{};
    std::atomic<std::uint32_t> version_{0};
};

}  // namespace chladni
