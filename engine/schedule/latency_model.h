#pragma once

#include <array>
#include <cstddef>

#include "engine/base/units.h"

namespace chladni {

/// How long chunks take, from those of late. One thread.
class LatencyModel {
public:
    void add(Seconds took);
    /// Chunks will take that much longer from now on (shorter, below 1).
    void stretch(double by);
    void clear() { filled_ = 0; }
    std::size_t count() const { return filled_; }

    /// Nearest-rank quantile of the kept times, `q` in 0..1; 0 s while there are none.
    Seconds quantile(double q) const;
    Seconds p50() const { return quantile(0.50); }
    Seconds p95() const { return quantile(0.95); }

private:
    static constexpr std::size_t kKept = 40;  // about a minute of chunks: old loads are forgotten
    std::array<Seconds, kKept> times_{};
    std::size_t filled_ = 0;
    std::size_t next_ = 0;
};

}  // namespace chladni
