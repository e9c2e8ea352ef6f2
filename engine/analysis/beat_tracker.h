#pragma once

#include <cstdint>
#include <optional>

#include "engine/analysis/bar_count.h"
#include "engine/analysis/bar_pointer.h"
#include "engine/analysis/beat_lead.h"
#include "engine/analysis/downbeat_ear.h"
#include "engine/analysis/hop_sound.h"
#include "engine/analysis/phase_loop.h"
#include "engine/types/beat_command.h"
#include "engine/types/beat_grid.h"

namespace chladni {

/// The causal beat: activations in, a smooth beat position out, each beat announced before it comes. No heap per hop (but for
/// commands of a hand). One thread.
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

    /// A hand on the beat at this moment. Tap: three even ones set the tempo. Nudge: the beat comes 10 ms earlier or later, and
    /// stays so. Halve, double: the tempo that is preferred from now on. Resync: here is a beat, and it starts a bar. Hold:
    /// the tempo stays as it is, whatever is heard. Follow: the ear leads, and all of the above is forgotten. While a MIDI
    /// clock runs, its tempo stands: only nudge and resync act.
    void command(BeatCommand command, Seconds at);
    /// A pulse of a MIDI clock, 24 to the beat.
    void clock_pulse(Seconds at) { lead_.clock().pulse(at.value); }
    /// A MIDI clock starts: its next pulse starts a bar.
    void clock_start() { lead_.clock().start(); }
    /// Time went by with nothing to hear.
    void skip(Seconds lost);

private:
    void listen(const HopSound& sound);
    void judge(double evidence_per_s);
    void follow();
    void count_bars(const HopSound& sound);
    void announce(Seconds now);
    std::optional<BeatLead::Leader> leader() const { return lead_.leader(at_s_, confidence_); }

    BeatLine now_line() const;
    void believe(const BeatLine& line);
    void tap(double at_s);
    void nudge(double later_s);
    void change_tempo(double factor);
    void resync(double at_s);
    void follow_the_ear();

    BarPointer pointer_;
    PhaseLoop loop_;
    DownbeatEar downbeat_ear_;
    BarCount bar_;
    BeatLead lead_;
    BarBelief belief_;
    std::optional<Announcement> announced_;
    float flux_before_ = 0.0f;     // activation of the hop before: the nets hear so much later
    double at_s_ = 0.0;            // stream time of the loop's position
    double trim_s_ = 0.0;          // by how much a hand moved the beat later than it is heard
    double evidence_ = 0.0;        // nats per second for a beat, over the last seconds
    double confidence_ = 0.0;
    bool nets_heard_ = false;
    int silent_hops_ = 0;
    std::int64_t last_announced_ = -1;
};

}  // namespace chladni
