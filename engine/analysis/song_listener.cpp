#include "engine/analysis/song_listener.h"

#include <algorithm>
#include <string>

#include "engine/analysis/heard_song.h"
#include "engine/analysis/hearing.h"
#include "engine/analysis/hop_reader.h"
#include "engine/analysis/sample_rate.h"
#include "engine/analysis/song_loudness.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

double usable_rate(double rate_hz) {
    require(can_be_analysed(rate_hz),
            "expected sound of 2 to 768 kHz to analyze, got " + std::to_string(static_cast<int>(rate_hz)) + " Hz; convert the file");
    return rate_hz;
}

SampleRange range_of(std::span<const float> hop) {
    const auto [low, high] = std::ranges::minmax(hop);
    return {low, high};
}

}  // namespace

struct SongListener::State {
    State(double rate, bool only_the_past, const BeatNets& nets)
        : rate_hz(usable_rate(rate)), causal(only_the_past), hearing(rate, nets), reader(rate, hearing.window_length()), loudness(rate) {}

    void hear_hop();

    double rate_hz;
    bool causal;
    Hearing hearing;
    HopReader reader;
    SongLoudness loudness;
    BeatTracker tracker;
    HeardSong song;
    Samples taken;
};

void SongListener::State::hear_hop() {
    reader.finish();
    song.hops.push_back(hearing.hear(reader.window(), reader.hop(), reader.end()));
    song.wave.push_back(range_of(reader.hop()));
    tracker.step(song.hops.back(), seconds_of(reader.end(), rate_hz));
    song.grids.push_back(tracker.grid());
    if (const auto beat = tracker.announced()) song.announced.push_back(*beat);
}

SongListener::SongListener(double sample_rate_hz, bool causal, const BeatNets& nets)
    : state_(std::make_unique<State>(sample_rate_hz, causal, nets)) {}
SongListener::~SongListener() = default;

void SongListener::take(std::span<const float> mono) {
    State& s = *state_;
    s.loudness.add(mono);
    s.taken += Samples{static_cast<std::int64_t>(mono.size())};
    while (!mono.empty()) {
        mono = mono.subspan(s.reader.take(mono));
        if (s.reader.ready()) s.hear_hop();
    }
}

SongAnalysis SongListener::finish() {
    State& s = *state_;
    s.song.rate_hz = s.rate_hz;
    s.song.duration_s = seconds_of(s.taken, s.rate_hz).value;
    s.song.loudness_lufs = s.loudness.lufs();
    return conclude(std::move(s.song), s.causal);
}

}  // namespace chladni
