#include "engine/schedule/chunk_planner.h"

namespace chladni {

std::optional<Seconds> ChunkPlanner::next(Seconds now, std::optional<Seconds> made_until) const {
    const Seconds likely_done = now + latency_.p50();
    if (!made_until) return likely_done;
    if (now + latency_.p95() + margin_ < *made_until) return std::nullopt;
    return likely_done > *made_until ? likely_done : *made_until;
}

}  // namespace chladni
