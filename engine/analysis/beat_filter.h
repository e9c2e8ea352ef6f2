#pragma once

#include <vector>

#include "engine/analysis/tempo_space.h"
#include "engine/analysis/tempo_taste.h"

namespace chladni {

/// What the filter believes: the beat's length, where in it the sound is, how much of the belief that tempo holds.
struct BeatBelief {
    double interval_hops = 50.0;
    double phase = 0.0;  ///< 0..1, 0 is the beat
    double mass = 0.0;   ///< 0..1
};

/// The forward algorithm over tempo and phase: exact inference of where the beat is, from the past alone. No heap after
/// construction (but for prefer()).
class BeatFilter {
public:
    BeatFilter();

    /// One hop with beat activation `a` (0..1). Returns the evidence for a beat, ln of the likelihood ratio against no beat.
    double step(float a);
    /// One hop with nothing to hear: the belief runs on.
    void coast();
    void reset();
    /// Mixes in a tempo and phase known from elsewhere (a hand that taps).
    void suggest(double interval_hops, double phase, double weight);
    void prefer(const TempoTaste& taste) { factors_ = taste.per_hop(space_); }
    BeatBelief belief() const;

private:
    void move();
    double observe(float a);
    void settle();

    TempoSpace space_;
    std::vector<float> factors_;              // [rows]
    std::vector<float> belief_;               // [states]
    std::vector<float> change_;               // [rows, rows], to by from
    std::vector<float> ends_;                 // [rows]
    std::vector<float> cos_, sin_;            // [states], of 2 pi phase
};

}  // namespace chladni
