#pragma once

#include <array>
#include <cstddef>

#include "engine/base/units.h"

namespace chladni {

/// How long chunks take, from those of late, of which some were asked to be more work than others. One thread.
class LatencyModel {
public:
    /// `cost`: how much work it was, over 0, in a unit that is the same for all.
    void add(Seconds took, double cost = 1.0);
    void clear() { filled_ = 0; }
    std::size_t count() const { return filled_; }

    /// Nearest-rank quantile of the kept times as they were, `q` in 0..1; 0 s while there are none.
    Seconds quantile(double q) const;
    Seconds p50() const { return quantile(0.50); }
    Seconds p95() const { return quantile(0.95); }

    /// The same of those that cost so much; while there are but a few, of what all would have taken if they had cost so much.
    Seconds expected(double q, double cost) const;

private:
    struct Chunk {
        Seconds took;
        double cost = 1;
    };
    static constexpr std::size_t kKept = 40;  // about a minute of chunks: old loads are forgotten
    static constexpr std::size_t kFew = 3;
    std::array<Chunk, kKept> chunks_{};
    std::size_t filled_ = 0;
    std::size_t next_ = 0;
};

}  // namespace chladni
