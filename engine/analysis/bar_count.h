#pragma once

#include <algorithm>
#include <cstdint>

#include "engine/analysis/bar_pointer.h"

namespace chladni {

/// Which beats start a bar, as it is shown: it follows the belief, but does not flicker with it.
class BarCount {
public:
    /// The belief while the beat of this number sounds.
    void follow(const BarBelief& belief, std::int64_t beat) {
        const auto best = static_cast<std::size_t>(std::ranges::max_element(belief.places) - belief.places.begin());
        if (belief.places[best] < kSurer * belief.places[place_of(beat)] || belief.places[best] < kEnough) return;
        beats_per_bar_ = best < 4 ? 4 : 3;
        downbeat_ = beat - static_cast<std::int64_t>(best < 4 ? best : best - 4);
    }
    /// That beat starts a bar, and it is known.
    void start(std::int64_t beat) { downbeat_ = beat; }
    int beats_per_bar() const { return beats_per_bar_; }
    std::int64_t downbeat() const { return downbeat_; }  ///< a beat that starts a bar

private:
    static constexpr double kSurer = 2.0, kEnough = 0.3;
    std::size_t place_of(std::int64_t beat) const {
        const std::int64_t off = (beat - downbeat_) % beats_per_bar_;
        return static_cast<std::size_t>((off + beats_per_bar_) % beats_per_bar_ + (beats_per_bar_ == 3 ? 4 : 0));
    }
    int beats_per_bar_ = 4;
    std::int64_t downbeat_ = 0;
};

}  // namespace chladni
