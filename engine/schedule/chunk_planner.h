#pragma once

#include <optional>

#include "engine/schedule/latency_model.h"

namespace chladni {

/// Decides when the next chunk is started and where on the stream it begins: as late as the measured chunk times allow,
/// so that its sound and its parameters are as fresh as can be. Pure: the caller brings the time.
class ChunkPlanner {
public:
    /// `margin` is kept beyond the p95 of chunk times.
    explicit ChunkPlanner(Seconds margin = {0.15}) : margin_(margin) {}

    /// Where the next chunk begins if it is to be started at `now`; nothing while there is time. `made_until` is the
    /// end of what was made (nothing before the first chunk). A chunk that could only be late begins where it can be
    /// shown in time, and what lies between is bridged by playout. `cost`: of the next chunk, in the unit of took().
    std::optional<Seconds> next(Seconds now, std::optional<Seconds> made_until, double cost = 1.0) const;

    /// A chunk of that cost was finished: it took that long.
    void took(Seconds time, double cost = 1.0) { latency_.add(time, cost); }
    const LatencyModel& latency() const { return latency_; }

private:
    Seconds margin_;
    LatencyModel latency_;
};

}  // namespace chladni
