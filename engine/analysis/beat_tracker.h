#pragma once

#include <cstdint>
#include <optional>

#include "engine/analysis/bar_filter.h"
#include "engine/analysis/beat_filter.h"
#include "engine/analysis/hop_sound.h"
#include "engine/analysis/phase_loop.h"
#include "engine/analysis/tap_line.h"
#include "engine/types/beat_grid.h"

namespace chladni {

/// The causal beat: activations in, a smooth beat position out, each beat announced before it comes. No heap per hop.
class BeatTracker {
public:
    struct Announcement {
        Seconds time;
        bool downbeat = false;
    };

    /// One hop; `now` is when it was complete.
    void step(const HopSound& sound, Seconds now);
    /// The beat that this hop announced, if it did.
    std::optional<Announcement> announced() const { return announced_; }
    BeatGrid grid() const;

    void tap(Seconds at);
    /// Time went by with nothing to hear.
    void skip(Seconds lost);

private:
    void listen(const HopSound& sound);
    void judge(double evidence_per_s);
    void follow();
    void announce(Seconds now);
    bool led_by_hand() const;

    BeatFilter filter_;
    PhaseLoop loop_;
    BarFilter bar_;
    TapLine taps_;
    std::optional<TapLine::Beat> hand_;
    double hand_until_s_ = 0.0;
    BeatBelief belief_;
    std::optional<Announcement> announced_;
    double at_s_ = 0.0;            // stream time of the loop's position
    double evidence_ = 0.0;        // nats per second for a beat, over the last seconds
    double confidence_ = 0.0;
    int silent_hops_ = 0;
    std::int64_t last_announced_ = -1;
};

}  // namespace chladni
