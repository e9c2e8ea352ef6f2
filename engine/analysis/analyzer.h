#pragma once

#include <memory>
#include <span>

#include "engine/analysis/net_listener.h"
#include "engine/base/units.h"
#include "engine/types/beat_command.h"
#include "engine/types/beat_grid.h"
#include "engine/types/feature_frame.h"

namespace chladni {

/// What one hop of 10 ms said.
struct HopResult {
    FeatureFrame features;
    BeatGrid grid;
    bool beat = false;      ///< a beat was announced in this hop ...
    bool downbeat = false;  ///< ... and it starts a bar
    Seconds beat_time;      ///< where that beat is
};

/// Samples in, features and beats out, hop by hop; the same for any size of the pieces that samples come in. No heap after
/// construction. One thread.
class Analyzer {
public:
    explicit Analyzer(double sample_rate_hz, const BeatNets& nets = {});
    ~Analyzer();

    /// Takes mono samples (NaN and infinities count as silence) and calls `on_hop(const HopResult&)` for each hop they complete.
    template <typename OnHop>
    void analyze(std::span<const float> mono, OnHop&& on_hop) {
        while (!mono.empty()) {
            mono = mono.subspan(take(mono));
            while (hop_ready()) on_hop(next_hop());
        }
    }

    /// A hand on the beat at this moment of the stream: what each command does is said at BeatTracker.
    void command(BeatCommand command, Seconds at);
    /// A MIDI clock: its pulses, 24 to the beat, and that it starts (its next pulse starts a bar).
    void clock_pulse(Seconds at);
    void clock_start();
    /// Samples were lost: time goes on, the beat is kept.
    void skip(Samples lost);

private:
    struct State;
    std::size_t take(std::span<const float> mono);  // up to the end of the hop; returns how many were taken
    bool hop_ready() const;
    HopResult next_hop();
    std::unique_ptr<State> state_;
};

}  // namespace chladni
