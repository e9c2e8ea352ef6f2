#include "engine/analysis/analyzer.h"

#include <string>

#include "engine/analysis/beat_tracker.h"
#include "engine/analysis/hearing.h"
#include "engine/analysis/hop_reader.h"
#include "engine/analysis/sample_rate.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

double usable(double rate_hz) {
    require(can_be_analysed(rate_hz),
            "expected a sample rate of 2000 to 768000 Hz, got " + std::to_string(rate_hz) + "; choose another input");
    return rate_hz;
}

}  // namespace

struct Analyzer::State {
    State(double rate, const BeatNets& nets) : rate_hz(usable(rate)), hearing(rate, nets), reader(rate, hearing.window_length()) {}

    double rate_hz;
    Hearing hearing;
    HopReader reader;
    BeatTracker tracker;
};

Analyzer::Analyzer(double sample_rate_hz, const BeatNets& nets) : state_(std::make_unique<State>(sample_rate_hz, nets)) {}
Analyzer::~Analyzer() = default;

std::size_t Analyzer::take(std::span<const float> mono) { return state_->reader.take(mono); }
bool Analyzer::hop_ready() const { return state_->reader.ready(); }

HopResult Analyzer::next_hop() {
    State& s = *state_;
    s.reader.finish();
    const HopSound sound = s.hearing.hear(s.reader.window(), s.reader.hop(), s.reader.end());
    s.tracker.step(sound, seconds_of(s.reader.end(), s.rate_hz));
    HopResult result;
    result.features = sound.features;
    result.grid = s.tracker.grid();
    if (const auto beat = s.tracker.announced()) {
        result.beat = true;
        result.downbeat = beat->downbeat;
        result.beat_time = beat->time;
    }
    return result;
}

void Analyzer::command(BeatCommand command, Seconds at) { state_->tracker.command(command, at); }
void Analyzer::clock_pulse(Seconds at) { state_->tracker.clock_pulse(at); }
void Analyzer::clock_start() { state_->tracker.clock_start(); }

void Analyzer::skip(Samples lost) {
    state_->reader.skip(lost);
    state_->hearing.forget();
    state_->tracker.skip(seconds_of(lost, state_->rate_hz));
}

}  // namespace chladni
