#pragma once

#include <array>
#include <atomic>

#include "engine/params/param_table.h"

namespace chladni {

/// The live values. Anybody sets one at any time; the last writer wins. Lock-free and realtime-safe throughout.
class ParameterStore {
public:
    ParameterStore() { set_all(initial_values()); }

    /// Any thread. Clamped to the parameter's row; returns what was stored.
    float set(ParamId id, float value) noexcept {
        const float allowed = clamp_to(row_of(id), value);
        at(id).store(allowed, std::memory_order_relaxed);
        return allowed;
    }

    float get(ParamId id) const noexcept { return values_[static_cast<std::size_t>(id)].load(std::memory_order_relaxed); }

    /// Any thread. All values; a preset that is being set meanwhile may be half seen, for one frame or one chunk.
    ParamValues snapshot() const noexcept {
        ParamValues copy;
        for (std::size_t i = 0; i < kParamCount; ++i) copy.values[i] = values_[i].load(std::memory_order_relaxed);
        return copy;
    }

    void set_all(const ParamValues& all) noexcept {
        for (std::size_t i = 0; i < kParamCount; ++i) set(static_cast<ParamId>(i), all.values[i]);
    }

private:
    std::atomic<float>& at(ParamId id) noexcept { return values_[static_cast<std::size_t>(id)]; }
    std::array<std::atomic<float>, kParamCount> values_{};
};

}  // namespace chladni
