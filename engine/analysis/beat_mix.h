#pragma once

#include <algorithm>

#include "engine/analysis/bar_pointer.h"
#include "engine/analysis/beat_net.h"

namespace chladni {

/// What the flux and the nets say of a hop, as one: the flux that there is a beat, the nets also which. They are mixed as
/// activations, so that what one of them misses is not lost.
struct BeatMix {
    float flux = 0.0f;    ///< 0..1
    BeatChance net;
    bool has_net = false;

    float any_beat() const { return bounded(flux_part() * flux + net_part() * (net.beat + net.downbeat)); }
    BeatLikelihood likelihood() const {
        return {bounded(flux_part() * flux + net_part() * net.beat), bounded(flux_part() * flux + net_part() * net.downbeat),
                (1.0f - any_beat()) / (static_cast<float>(TempoSpace::kBeatPart) - 1.0f)};
    }

private:
    static constexpr float kFluxPart = 0.2f;  // where there are nets
    float flux_part() const { return has_net ? kFluxPart : 1.0f; }
    float net_part() const { return has_net ? 1.0f - kFluxPart : 0.0f; }
    static float bounded(float x) { return std::clamp(x, 1e-3f, 0.95f); }
};

}  // namespace chladni
