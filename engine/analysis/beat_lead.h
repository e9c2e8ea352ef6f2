#pragma once

#include <optional>

#include "engine/analysis/beat_line.h"
#include "engine/analysis/clock_line.h"
#include "engine/analysis/tap_line.h"
#include "engine/types/beat_grid.h"

namespace chladni {

/// Who leads the beat where it is not the ear: a running clock before all others, then a beat that is held, then taps, for
/// half a minute or until the ear is sure of itself. No heap.
class BeatLead {
public:
    struct Leader {
        BeatLine line;
        BeatSource source = BeatSource::kTap;
    };
    /// Who leads at this moment, given how sure the ear is (0..1); nothing where the ear does.
    std::optional<Leader> leader(double now_s, double ear_confidence) const;

    /// A tap; gives the line where it makes one.
    std::optional<BeatLine> tap(double at_s);
    void hold(const BeatLine& line) { held_ = line; }
    /// The ear leads again: nothing is held or tapped.
    void follow();
    /// Whether a hand holds or tapped the beat: then the hand's line changes with `change(BeatLine&)`.
    template <typename Change>
    bool change(double now_s, double ear_confidence, Change&& change) {
        const auto now = leader(now_s, ear_confidence);
        if (!now || now->source == BeatSource::kClock) return false;
        change(*(held_ ? &*held_ : &*tapped_));
        return true;
    }
    bool tap_is_over(double now_s) const { return tapped_ && now_s > tapped_until_s_; }
    void forget_taps() { tapped_.reset(); }

    ClockLine& clock() { return clock_; }
    const ClockLine& clock() const { return clock_; }

private:
    ClockLine clock_;
    TapLine taps_;
    std::optional<BeatLine> held_, tapped_;
    double tapped_until_s_ = 0.0;
};

}  // namespace chladni
