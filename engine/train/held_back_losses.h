#pragma once

namespace chladni::train {

/// A model's mean loss on clips that it never saw, nothing dropped: it listens where `own` is lower than without sound and than with
/// another clip's, and it reads where `own` is lower than with another clip's caption. Negative: not measured.
struct HeldBackLosses {
    double own = -1, no_sound = -1, other_sound = -1, other_caption = -1;

    bool measured() const { return own >= 0; }
};

}  // namespace chladni::train
