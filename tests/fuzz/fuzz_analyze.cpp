// Samples of any bit pattern at any rate in pieces of any size, with hands and a MIDI clock in between: what the analysis says is a number in its range, and a
// whole song says the same however it was cut.
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "engine/analysis/analyzer.h"
#include "engine/analysis/song_listener.h"
#include "engine/base/check.h"

namespace {

using namespace chladni;

constexpr std::size_t kMostSamples = 60000;
constexpr double kLongest_s = 1.0;  // under the sanitizers a second of sound takes a tenth of one

void check(bool holds) {
    if (!holds) std::abort();
}

void check_share(double value) { check(value >= 0.0 && value <= 1.0); }  // false for NaN

void check_frame(const FeatureFrame& f) {
    for (const float value : {f.level, f.onset, f.kick, f.snare, f.hat, f.brightness, f.flatness}) check_share(static_cast<double>(value));
    for (const float band : f.bands) check_share(static_cast<double>(band));
    check(f.rms >= 0.0f && f.peak >= 0.0f && std::isfinite(f.rms) && std::isfinite(f.peak));
    check(f.loudness_lufs >= -70.0f && f.loudness_lufs < 100.0f);
}

void check_grid(const BeatGrid& grid) {
    check(std::isfinite(grid.at.value) && std::isfinite(grid.beat.value) && grid.tempo.bpm > 0 && grid.tempo.bpm < 1000);
    check(grid.beats_per_bar >= 1 && grid.beats_per_bar <= 16);
    check_share(static_cast<double>(grid.confidence));
}

void check_times(const std::vector<double>& times_s, double duration_s) {
    double before = -1.0;
    for (const double t : times_s) {
        check(t >= 0.0 && t <= duration_s && t >= before);
        before = t;
    }
}

void check_song(const SongAnalysis& song) {
    check_share(song.confidence);
    check(song.tempo_bpm >= 0 && song.tempo_bpm < 1000 && song.loudness_lufs >= -70 && song.loudness_lufs < 100);
    for (const auto* times_s : {&song.beats_s, &song.downbeats_s, &song.onsets_s}) check_times(*times_s, song.duration_s);
    for (const FeatureFrame& hop : song.hops) check_frame(hop);
    for (const SampleRange& range : song.wave) check(range.low <= range.high && std::isfinite(range.low) && std::isfinite(range.high));
    for (const TempoPoint& point : song.tempo_curve) {
        check(std::isfinite(point.bpm) && point.bpm > 0);
        check_share(point.confidence);
    }
}

// Calls `take` with pieces whose sizes the noise names.
template <typename Take>
void in_pieces(std::span<const float> sound, const std::uint8_t* sizes, std::size_t count, Take&& take) {
    for (std::size_t i = 0; !sound.empty(); ++i) {
        const std::size_t size = 1 + sizes[i % count] * std::size_t{sizes[(i + 1) % count]};
        take(sound.first(std::min(size, sound.size())));
        sound = sound.subspan(std::min(size, sound.size()));
    }
}

// A short noise is repeated, so that there is something to hear.
std::vector<float> samples_of(const std::uint8_t* data, std::size_t size, std::size_t times, double rate_hz) {
    std::vector<float> once(size / sizeof(float)), sound;
    const std::size_t most = std::min(kMostSamples, static_cast<std::size_t>(kLongest_s * rate_hz));
    once.resize(std::min(once.size(), most));
    if (!once.empty()) std::memcpy(once.data(), data, once.size() * sizeof(float));
    while (times-- > 0 && sound.size() + once.size() <= most) sound.insert(sound.end(), once.begin(), once.end());
    return sound;
}

void hear_song(std::span<const float> sound, double rate_hz, const std::uint8_t* head, bool causal) {
    SongListener listener(rate_hz, causal);
    in_pieces(sound, head, 8, [&](std::span<const float> piece) { listener.take(piece); });
    const SongAnalysis song = listener.finish(), whole = analyze_song(sound, rate_hz, causal);
    check_song(song);
    check(whole.beats_s == song.beats_s && whole.onsets_s == song.onsets_s && whole.downbeats_s == song.downbeats_s);
    check(whole.loudness_lufs == song.loudness_lufs && whole.confidence == song.confidence);
}

// A hand or a MIDI clock, at a moment around now: what the noise says.
void interfere(Analyzer& analyzer, std::size_t noise, double now_s) {
    const Seconds at{now_s + (static_cast<double>(noise % 64) - 48.0) / 32.0};
    if (noise % 7 == 0) analyzer.command(static_cast<BeatCommand>(noise % 8), at);
    if (noise % 5 == 0) analyzer.clock_pulse(at);
    if (noise % 13 == 0) analyzer.clock_start();
    if (noise % 11 == 0) analyzer.skip(Samples{static_cast<std::int64_t>(noise)});
}

void hear_live(std::span<const float> sound, double rate_hz, const std::uint8_t* head) {
    Analyzer analyzer(rate_hz);
    double now_s = 0.0;
    in_pieces(sound, head, 8, [&](std::span<const float> piece) {
        interfere(analyzer, piece.size(), now_s);
        analyzer.analyze(piece, [&](const HopResult& hop) {
            now_s = seconds_of(hop.features.at, rate_hz).value;
            check_frame(hop.features);
            check_grid(hop.grid);
            check(!hop.beat || std::isfinite(hop.beat_time.value));
        });
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 16) return 0;
    std::uint32_t noise = 0;
    std::memcpy(&noise, data + 8, sizeof noise);
    const double rate_hz = 1000.0 + noise % 200000;
    const std::vector<float> sound = samples_of(data + 16, size - 16, 1 + data[12] * std::size_t{data[13]}, rate_hz);
    try {
        if (data[15] % 2) hear_live(sound, rate_hz, data);
        else hear_song(sound, rate_hz, data, data[14] % 2 == 0);
    } catch (const Error& error) {
        check(std::strstr(error.what(), "expected") && rate_hz < 2000.0);
    }
    return 0;
}
