#include "engine/schedule/chunk_planner.h"

namespace chladni {

std::optional<Seconds> ChunkPlanner::next(Seconds now, std::optional<Seconds> made_until, double cost) const {
    const Seconds likely_done = now + latency_.expected(0.50, cost);
    if (!made_until) return likely_done;
    if (now + latency_.expected(0.95, cost) + margin_ < *made_until) return std::nullopt;
    return likely_done > *made_until ? likely_done : *made_until;
}

}  // namespace chladni
