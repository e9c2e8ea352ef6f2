#include "engine/analysis/beat_tracker.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr double kAhead_s = 0.2;           // a beat is announced so long before it comes
constexpr double kEvidenceMemory_s = 4.0;
constexpr double kEvidenceOfSilence = -3.0;  // nats per second
constexpr double kEnoughEvidence = 1.5, kEvidenceWidth = 0.7;
constexpr double kLeastConfidence = 0.05;  // below it nothing is announced
constexpr int kForgetHops = 800;           // so long a silence, and the beat is another
constexpr double kHand_s = 30.0;           // so long a tapped tempo is preferred
constexpr double kHandConfidence = 0.8;

}  // namespace

void BeatTracker::step(const HopSound& sound, Seconds now) {
    loop_.advance(sound.centre_s - at_s_);
    at_s_ = sound.centre_s;
    if (hand_ && at_s_ > hand_until_s_) {
        hand_.reset();
        filter_.prefer(TempoTaste{});
    }
    listen(sound);
    follow();
    bar_.hear(sound, loop_.beat());
    announce(now);
}

void BeatTracker::listen(const HopSound& sound) {
    if (!sound.silent) {
        silent_hops_ = 0;
        judge(kHopsPerSecond * filter_.step(sound.activation));
        return;
    }
    filter_.coast();
    judge(kEvidenceOfSilence);
    if (++silent_hops_ == kForgetHops) filter_.reset();
}

void BeatTracker::judge(double evidence_per_s) {
    evidence_ += (evidence_per_s - evidence_) / (kEvidenceMemory_s * kHopsPerSecond);
    belief_ = filter_.belief();
    confidence_ = belief_.mass / (1.0 + std::exp(-(evidence_ - kEnoughEvidence) / kEvidenceWidth));
}

void BeatTracker::follow() {
    if (led_by_hand())
        loop_.pull(hand_->phase_at(at_s_), 1.0 / hand_->interval_s);
    else
        loop_.pull(belief_.phase, kHopsPerSecond / belief_.interval_hops);
}

bool BeatTracker::led_by_hand() const { return hand_ && confidence_ < kHandConfidence; }

void BeatTracker::announce(Seconds now) {
    announced_.reset();
    const BeatGrid g = grid();
    const auto next = static_cast<std::int64_t>(std::floor(g.beat_at(now + Seconds{kAhead_s}).value));
    if (next <= last_announced_) return;
    last_announced_ = next;
    if (g.confidence < kLeastConfidence) return;
    announced_ = {g.time_of(Beats{static_cast<double>(next)}), (next - g.downbeat) % g.beats_per_bar == 0};
}

BeatGrid BeatTracker::grid() const {
    BeatGrid grid{Seconds{at_s_}, Beats{loop_.beat()}, Tempo{60.0 * loop_.beats_per_s()}, bar_.beats_per_bar(),
                  bar_.downbeat(), static_cast<float>(confidence_), BeatSource::kTracker};
    if (led_by_hand()) {
        grid.confidence = static_cast<float>(kHandConfidence);
        grid.source = BeatSource::kTap;
    }
    return grid;
}

void BeatTracker::tap(Seconds at) {
    const auto beat = taps_.tap(at.value);
    if (!beat) return;
    hand_ = beat;
    hand_until_s_ = at.value + kHand_s;
    filter_.prefer({60.0 / beat->interval_s, 0.15, 5.0});
    filter_.suggest(beat->interval_s * kHopsPerSecond, beat->phase_at(at_s_), 0.8);
    loop_.lock(beat->phase_at(at_s_), 1.0 / beat->interval_s);
}

void BeatTracker::skip(Seconds lost) {
    const auto hops = static_cast<std::int64_t>(lost.value * kHopsPerSecond);
    for (std::int64_t i = 0; i < std::min<std::int64_t>(hops, kForgetHops); ++i) filter_.coast();
    if (hops >= kForgetHops) filter_.reset();
    // The loop itself runs on with the next hop: its position is a line through time.
}

}  // namespace chladni
