#include "ui/onset_scroll.h"

#include <cmath>

namespace chladni {

namespace {

constexpr double kHeardBefore_s = 0.023;   // half of the window that an onset is heard in
constexpr float kLeastConfidence = 0.05f;  // below it there is nothing to foresee
constexpr double kMostBeatsAhead = 64;

}  // namespace

void OnsetScroll::take(const Listening& sound) {
    now_s_ = sound.now.value;
    grid_ = sound.grid;
    for (const HeardHop& hop : sound.hops) add(hop);
    forget();
}

void OnsetScroll::add(const HeardHop& hop) {
    const double at_s = hop.at.value - kHeardBefore_s;
    if (!moments_.empty() && at_s < moments_.back().at_s) moments_.clear(), announced_.clear();  // another show
    const FeatureFrame& f = hop.features;
    moments_.push_back({at_s, f.onset, f.kick, f.snare, f.hat});
    if (hop.beat) announced_.push_back({hop.beat_time.value, hop.downbeat});
}

void OnsetScroll::forget() {
    while (!moments_.empty() && moments_.front().at_s < now_s_ - kPast_s) moments_.pop_front();
    while (!announced_.empty() && announced_.front().at_s < now_s_ - kPast_s) announced_.pop_front();
}

std::vector<OnsetScroll::Beat> OnsetScroll::predicted() const {
    std::vector<Beat> beats;
    if (grid_.source == BeatSource::kNone || grid_.confidence < kLeastConfidence || !(grid_.tempo.bpm > 0)) return beats;
    // An announced beat is the grid's too: half a beat behind the last one is the next.
    const double half_s = 30.0 / grid_.tempo.bpm;
    const double from_s = std::max(now_s_, announced_.empty() ? now_s_ : announced_.back().at_s + half_s);
    const double first = std::ceil(grid_.beat_at(Seconds{from_s}).value), most = first + kMostBeatsAhead;
    for (double beat = first; beat < most; ++beat) {
        const double at_s = grid_.time_of(Beats{beat}).value;
        if (at_s > now_s_ + kFuture_s) break;
        beats.push_back({at_s, std::fmod(beat - grid_.downbeat, std::max(1, grid_.beats_per_bar)) == 0.0});
    }
    return beats;
}

double OnsetScroll::beat_light() const {
    if (grid_.source == BeatSource::kNone) return 0.0;
    const double beat = grid_.beat_at(Seconds{now_s_}).value, left = 1.0 - (beat - std::floor(beat));
    return left * left * static_cast<double>(grid_.confidence);
}

}  // namespace chladni
