#pragma once

#include <mutex>
#include <utility>

namespace chladni {

/// The newest of something that holds text, for people: status lines, prompts. Guarded by a mutex, which is held for a
/// copy only; the audio callback never comes here, and the render thread only where it would log.
template <typename T>
class Bulletin {
public:
    void post(T value) {
        const std::lock_guard lock(mutex_);
        value_ = std::move(value);
    }
    T read() const {
        const std::lock_guard lock(mutex_);
        return value_;
    }
    /// Changes a part of it.
    template <typename Change>
    void edit(Change&& change) {
        const std::lock_guard lock(mutex_);
        change(value_);
    }

private:
    mutable std::mutex mutex_;
    T value_{};
};

}  // namespace chladni
