#include "engine/analysis/beat_tracker.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/analysis/beat_mix.h"

namespace chladni {

namespace {

constexpr double kAhead_s = 0.2;           // a beat is announced so long before it comes
constexpr double kEvidenceMemory_s = 4.0;
constexpr double kEvidenceOfSilence = -3.0;  // nats per second
constexpr double kEnoughEvidence = 1.5;     // of the flux alone; music has 6 to 9, what has no beat less than 0
constexpr double kEnoughNetEvidence = 2.5;  // nets see a beat in more
constexpr double kEvidenceWidth = 0.7;
constexpr double kLeastConfidence = 0.05;  // below it nothing is announced
constexpr int kForgetHops = 800;           // so long a silence, and the beat is another
constexpr double kHandConfidence = 0.8;
constexpr double kHandOctaves = 0.15, kHandPull = 5.0, kHandWeight = 0.8;  // how far a tempo from a hand is preferred
constexpr double kNudge_s = 0.01;
constexpr double kShortestBeat_s = 60.0 / 215.0, kLongestBeat_s = 60.0 / 55.0;  // of the pointer's tempi
// How much earlier than the middle of the flux' window is what the pointer hears: a hop, for the flux' part; for the nets' half
// the difference of the windows more, and half of the two hops that they hold. Both and some ms that beats were measured late.
constexpr double kFluxDelay_s = 0.0145;
constexpr double kNetDelay_s = 0.016;

}  // namespace

void BeatTracker::step(const HopSound& sound, Seconds now) {
    const double heard_s = sound.centre_s - (sound.has_net ? kNetDelay_s : kFluxDelay_s);
    loop_.advance(heard_s - at_s_);
    at_s_ = heard_s;
    if (lead_.tap_is_over(at_s_)) {
        lead_.forget_taps();
        pointer_.prefer(TempoTaste{});
    }
    listen(sound);
    follow();
    count_bars(sound);
    announce(now);
}

void BeatTracker::listen(const HopSound& sound) {
    if (!sound.silent) {
        silent_hops_ = 0;
        nets_heard_ = sound.has_net;
        const BeatMix mix{std::exchange(flux_before_, sound.activation), sound.net, sound.has_net};
        judge(kHopsPerSecond * pointer_.step(mix.likelihood()));
        return;
    }
    pointer_.coast();
    judge(kEvidenceOfSilence);
    if (++silent_hops_ == kForgetHops) pointer_.reset();
}

void BeatTracker::count_bars(const HopSound& sound) {
    if (const auto ratio = downbeat_ear_.hear(sound, loop_.beat())) pointer_.weigh_last_beat(*ratio);
    const auto led = leader();
    if (!led) return bar_.follow(belief_, std::llround(loop_.beat() - belief_.turned));
    if (led->source != BeatSource::kClock) return;
    if (const auto beats = lead_.clock().beats_since_start(at_s_)) bar_.start(std::llround(loop_.beat() - *beats));
}

void BeatTracker::judge(double evidence_per_s) {
    evidence_ += (evidence_per_s - evidence_) / (kEvidenceMemory_s * kHopsPerSecond);
    belief_ = pointer_.belief();
    const double enough = nets_heard_ ? kEnoughNetEvidence : kEnoughEvidence;
    confidence_ = belief_.mass / (1.0 + std::exp(-(evidence_ - enough) / kEvidenceWidth));
}

void BeatTracker::follow() {
    const auto led = leader();
    const double beats_per_s = led ? 1.0 / led->line.interval_s : kHopsPerSecond / belief_.interval_hops;
    loop_.pull((led ? led->line.phase_at(at_s_) : belief_.phase) - trim_s_ * beats_per_s, beats_per_s);
}

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
                  static_cast<int>(bar_.downbeat()), static_cast<float>(confidence_), BeatSource::kTracker};
    if (const auto led = leader()) {
        grid.confidence = static_cast<float>(std::max(confidence_, led->source == BeatSource::kClock ? 1.0 : kHandConfidence));
        grid.source = led->source;
    }
    return grid;
}

void BeatTracker::command(BeatCommand command, Seconds at) {
    switch (command) {
        case BeatCommand::kTap: return tap(at.value);
        case BeatCommand::kNudgeEarlier: return nudge(-kNudge_s);
        case BeatCommand::kNudgeLater: return nudge(kNudge_s);
        case BeatCommand::kHalve: return change_tempo(0.5);
        case BeatCommand::kDouble: return change_tempo(2.0);
        case BeatCommand::kResync: return resync(at.value);
        case BeatCommand::kHold: return lead_.hold(now_line());
        case BeatCommand::kFollow: return follow_the_ear();
    }
}

// The beat as it is shown, without what a hand has trimmed.
BeatLine BeatTracker::now_line() const {
    const double interval_s = 1.0 / loop_.beats_per_s();
    return {interval_s, at_s_ - loop_.beat() * interval_s - trim_s_};
}

// What a hand says is believed, and preferred from now on.
void BeatTracker::believe(const BeatLine& line) {
    pointer_.prefer({60.0 / line.interval_s, kHandOctaves, kHandPull});
    pointer_.suggest(line.interval_s * kHopsPerSecond, line.phase_at(at_s_), kHandWeight);
    loop_.lock(line.phase_at(at_s_) - trim_s_ / line.interval_s, 1.0 / line.interval_s);
}

void BeatTracker::tap(double at_s) {
    if (const auto line = lead_.tap(at_s)) {
        trim_s_ = 0.0;
        believe(*line);
    }
}

void BeatTracker::nudge(double later_s) {
    const double half_s = 0.5 / loop_.beats_per_s();
    trim_s_ = std::remainder(trim_s_ + later_s, 2.0 * half_s);
}

void BeatTracker::change_tempo(double factor) {
    const auto led = leader();
    if (led && led->source == BeatSource::kClock) return;
    BeatLine line = led ? led->line : now_line();
    line.interval_s /= factor;
    if (line.interval_s < kShortestBeat_s || line.interval_s > kLongestBeat_s) return;
    lead_.change(at_s_, confidence_, [&](BeatLine& hand) { hand = line; });
    believe(line);
}

void BeatTracker::resync(double at_s) {
    if (const auto led = leader(); led && led->source == BeatSource::kClock) {
        trim_s_ = std::remainder(at_s - led->line.at_s, led->line.interval_s);
    } else {
        const BeatLine line{1.0 / loop_.beats_per_s(), at_s};
        trim_s_ = 0.0;
        lead_.change(at_s_, confidence_, [&](BeatLine& hand) { hand = line; });
        believe(line);
        pointer_.start_bar(at_s <= at_s_);
    }
    bar_.start(std::llround(loop_.beat() + (at_s - at_s_) * loop_.beats_per_s()));
}

void BeatTracker::follow_the_ear() {
    lead_.follow();
    trim_s_ = 0.0;
    pointer_.prefer(TempoTaste{});
}

void BeatTracker::skip(Seconds lost) {
    const auto hops = static_cast<std::int64_t>(lost.value * kHopsPerSecond);
    for (std::int64_t i = 0; i < std::min<std::int64_t>(hops, kForgetHops); ++i) pointer_.coast();
    if (hops >= kForgetHops) pointer_.reset();
    // The loop itself runs on with the next hop: its position is a line through time.
}

}  // namespace chladni
