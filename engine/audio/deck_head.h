#pragma once

#include <algorithm>
#include <cstdint>

namespace chladni {

/// Where a track is read and how it goes on from there: the deck moves it as it plays, the forecast moves a copy of it to
/// know what will play. Trivially copyable.
struct DeckHead {
    std::int64_t at = 0;                ///< the next sample
    std::int64_t length = 0;            ///< of the track
    std::int64_t from = 0, to = 0;      ///< A and B of the loop; none where to <= from
    bool spans = false;                 ///< the A-B loop is on
    bool wraps = false;                 ///< the track starts again at its end

    bool in_span() const { return spans && from < to && at <= to; }
    /// How many samples come before the next jump; 0 at the end.
    std::int64_t run() const { return std::max<std::int64_t>(0, (in_span() ? std::min(to, length) : length) - at); }
    /// After a run: back to A, or back to the beginning. False where the track is over.
    bool jump() {
        const bool at_b = in_span() && at == std::min(to, length);
        if (!at_b && !(wraps && length > 0)) return false;
        at = at_b ? from : 0;
        return true;
    }
};

}  // namespace chladni
