#pragma once

#include <cstdint>
#include <vector>

#include "engine/music/score.h"

namespace chladni {

/// A section to come: how long and of what kind.
struct SectionPlan {
    SectionKind kind = SectionKind::kFull;
    int beats = 16;
    float gain = 1.0f;
};

/// What of a piece is given; the rest is drawn from the seed.
struct ComposeOptions {
    double bpm = 0;                  ///< 0: drawn from 80 to 160
    std::vector<SectionPlan> form;   ///< empty: drawn, sections of 4 to 16 beats with at least one break; a short one is repeated
    double fade_in_s = 0;
    double fade_out_s = -1;          ///< -1: drawn, 0 to 4 s
};

/// Composes a piece: the same for the same arguments.
Score compose(std::uint64_t seed, double duration_s, const ComposeOptions& options = {});

/// The bundled track: a minute at 128 beats per minute with intro, groove, break, drop and fade.
Score demo_score();

}  // namespace chladni
