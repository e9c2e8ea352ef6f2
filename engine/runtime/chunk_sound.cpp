#include "engine/runtime/chunk_sound.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/analyzer.h"
#include "engine/runtime/analysis_loop.h"
#include "engine/schedule/forecast.h"

namespace chladni {

namespace {

constexpr double kForecastPast_s = 18.0;  // two times four bars at 107 BPM and faster

void append_future(std::vector<float>& mono, const Heard& heard, const PlayingClip* playing, Samples now, std::size_t wanted,
                   double rate, const BeatGrid& grid) {
    if (playing && playing->mono) {
        ClipWalk walk(*playing);
        walk.go_to(now);
        mono.resize(mono.size() + wanted);
        return walk.read(std::span(mono).last(wanted));
    }
    std::vector<float> past(static_cast<std::size_t>(kForecastPast_s * rate));
    heard.history.read(now - Samples{static_cast<std::int64_t>(past.size())}, past);
    const std::vector<float> future = forecast(past, rate, grid, wanted);
    mono.insert(mono.end(), future.begin(), future.end());
}

}  // namespace

std::vector<double> beats_between(const BeatGrid& grid, Seconds start, Seconds end) {
    std::vector<double> beats;
    if (!grid.trusted()) return beats;
    for (double beat = std::ceil(grid.beat_at(start).value); grid.time_of(Beats{beat}) < end; beat += 1.0)
        beats.push_back(grid.time_of(Beats{beat}).value);
    return beats;
}

ChunkSound chunk_sound(const Heard& heard, const PlayingClip* playing, Seconds start, Seconds end, const BeatGrid& grid) {
    ChunkSound sound;
    sound.start = start;
    sound.rate = heard.rate.load(std::memory_order_acquire);
    const Samples first = samples_in(start, sound.rate), last = samples_in(end, sound.rate), now = heard.history.end();
    const std::int64_t known = std::clamp<std::int64_t>(now.value - first.value, 0, last.value - first.value);
    sound.mono.resize(static_cast<std::size_t>(known));
    heard.history.read(first, sound.mono);
    const std::int64_t unknown = last.value - first.value - known;
    if (unknown > 0) {
        // A chunk may begin after now: then the future between is made as well, and left out.
        const std::int64_t between = std::max<std::int64_t>(first.value - now.value, 0);
        append_future(sound.mono, heard, playing, now, static_cast<std::size_t>(between + unknown), sound.rate, grid);
        sound.mono.erase(sound.mono.begin() + known, sound.mono.begin() + known + between);
    }
    sound.beats_s = beats_between(grid, start, end);
    return sound;
}

std::vector<FeatureFrame> features_of(const ChunkSound& sound, Seconds first, std::int64_t frames, double frame_rate) {
    std::vector<FeatureFrame> features(static_cast<std::size_t>(frames));
    Analyzer analyzer(sound.rate);
    std::int64_t next = 0;
    FeatureFrame newest;
    analyzer.analyze(sound.mono, [&](const HopResult& hop) {
        newest = hop.features;
        const Seconds heard_until = sound.start + seconds_of(hop.features.at, sound.rate);
        for (; next < frames && first + seconds_of(Frames{next}, frame_rate) <= heard_until; ++next)
            features[static_cast<std::size_t>(next)] = newest;
    });
    for (; next < frames; ++next) features[static_cast<std::size_t>(next)] = newest;
    return features;
}

}  // namespace chladni
