#pragma once

#include <cstddef>

namespace chladni {

/// Where a file plays, for people.
struct TransportStatus {
    std::size_t track = 0, tracks = 1;   ///< from 0
    double position_s = 0, length_s = 0;
    bool playing = true, loops = true;
    bool in_span = false;                ///< the A-B loop goes round
    double span_from_s = 0, span_to_s = 0;
};

}  // namespace chladni
