#pragma once

#include <cstdint>
#include <vector>

#include "engine/types/beat_grid.h"
#include "engine/types/heard_hop.h"

namespace chladni {

/// What somebody who draws the sound knows of it: cheap enough to be asked for sixty times a second. See Show::listen().
struct Listening {
    Seconds now;                  ///< show time
    BeatGrid grid;                ///< where the beat is and will be
    std::vector<HeardHop> hops;   ///< those that are new since the last time, at most ten seconds
    std::int64_t seen = 0;        ///< where to go on
};

}  // namespace chladni
