#include "engine/analysis/song_analysis.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/bar_path.h"
#include "engine/analysis/beat_mix.h"
#include "engine/analysis/beat_path.h"
#include "engine/analysis/downbeat_ear.h"
#include "engine/analysis/heard_song.h"
#include "engine/analysis/onset_peaks.h"
#include "engine/analysis/song_listener.h"

namespace chladni {

namespace {

constexpr double kSettle_s = 5.0;          // the tracker may listen so long before its confidence counts
constexpr double kLeastTold = 0.05;  // of a piece whose beats are told
constexpr std::size_t kNetsLater = 2;      // hops by which the nets speak of a moment after the flux does

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

double confidence_of(const HeardSong& song) {
    if (song.grids.empty()) return 0.0;
    const auto settle = std::min(static_cast<std::size_t>(kSettle_s * kHopsPerSecond), song.grids.size() / 2);
    double sum = 0.0;
    for (std::size_t i = settle; i < song.grids.size(); ++i) sum += static_cast<double>(song.grids[i].confidence);
    return sum / static_cast<double>(song.grids.size() - settle);
}

std::vector<double> times_of(const HeardSong& song, const std::vector<std::size_t>& hops) {
    std::vector<double> times_s;
    for (const std::size_t hop : hops) times_s.push_back(std::max(0.0, song.hops[hop].centre_s));
    return times_s;
}

void take_announced(const HeardSong& song, SongAnalysis& out) {
    for (const auto& beat : song.announced) {
        const double t = beat.time.value;
        if (t < 0.0 || t > out.duration_s || (!out.beats_s.empty() && t <= out.beats_s.back())) continue;
        out.beats_s.push_back(t);
        if (beat.downbeat) out.downbeats_s.push_back(t);
    }
}

// By the loudest that the nets say near a hop: they hear a little later than the flux.
double net_ratio(const std::vector<HopSound>& hops, std::size_t beat) {
    constexpr std::size_t kBefore = 2, kAfter = 6;
    constexpr float kLeast = 0.03f;
    BeatChance most;
    for (std::size_t hop = beat - std::min(beat, kBefore); hop < std::min(beat + kAfter, hops.size()); ++hop) {
        most.beat = std::max(most.beat, hops[hop].net.beat);
        most.downbeat = std::max(most.downbeat, hops[hop].net.downbeat);
    }
    return static_cast<double>((most.downbeat + kLeast) / (most.beat + kLeast));
}

// Beats from the first sound to the last: a break in between has them too.
std::vector<std::size_t> beats_with_future(const HeardSong& song) {
    std::vector<float> activations;
    for (std::size_t hop = 0; hop < song.hops.size(); ++hop) {
        const HopSound& later = song.hops[std::min(hop + kNetsLater, song.hops.size() - 1)];
        activations.push_back(BeatMix{song.hops[hop].activation, later.net, later.has_net}.any_beat());
    }
    std::vector<std::size_t> beats = BeatPath().beats(activations);
    const auto sounds = [&](const HopSound& hop) { return !hop.silent && hop.features.rms > 0.0f; };
    const auto first = std::ranges::find_if(song.hops, sounds);
    const auto last = std::find_if(song.hops.rbegin(), song.hops.rend(), sounds).base();
    std::erase_if(beats, [&](std::size_t beat) {
        const auto at = song.hops.begin() + static_cast<std::ptrdiff_t>(beat);
        return at < first || at >= last;
    });
    return beats;
}

// How much likelier each beat starts a bar than not: by what the nets say of its surroundings, by accents and harmony.
std::vector<double> bar_ratios(const HeardSong& song, const std::vector<std::size_t>& beats) {
    std::vector<double> ratios(beats.size(), 1.0);
    DownbeatEar ear;
    for (std::size_t i = 0; i + 1 < beats.size(); ++i)
        for (std::size_t hop = beats[i]; hop < beats[i + 1]; ++hop) {
            const double part = static_cast<double>(hop - beats[i]) / static_cast<double>(beats[i + 1] - beats[i]);
            if (const auto ratio = ear.hear(song.hops[hop], static_cast<double>(i) + part); ratio && i > 0) ratios[i - 1] *= *ratio;
        }
    for (std::size_t i = 0; i < beats.size(); ++i) ratios[i] *= net_ratio(song.hops, beats[i]);
    return ratios;
}

std::vector<std::size_t> bars_of(const HeardSong& song, const std::vector<std::size_t>& beats) {
    std::vector<std::size_t> downbeats;
    for (const std::size_t beat : bar_starts(bar_ratios(song, beats))) downbeats.push_back(beats[beat]);
    return downbeats;
}

void take_tempo(const HeardSong& song, SongAnalysis& out) {
    for (std::size_t i = 99; i < song.grids.size(); i += 100)
        out.tempo_curve.push_back(
            {song.grids[i].at.value, song.grids[i].tempo.bpm, static_cast<double>(song.grids[i].confidence)});
    if (out.confidence < static_cast<double>(BeatGrid::kTrusted) || out.beats_s.size() < 2) return;
    std::vector<double> intervals;
    for (std::size_t i = 1; i < out.beats_s.size(); ++i) intervals.push_back(out.beats_s[i] - out.beats_s[i - 1]);
    // Hops quantise a single interval; the mean of those near the median does not.
    const double typical = median(intervals);
    std::erase_if(intervals, [&](double s) { return std::abs(s / typical - 1.0) > 0.1; });
    double sum = 0.0;
    for (const double s : intervals) sum += s;
    out.tempo_bpm = 60.0 * static_cast<double>(intervals.size()) / sum;
}

}  // namespace

SongAnalysis conclude(HeardSong song, bool causal) {
    SongAnalysis out;
    out.sample_rate = song.rate_hz;
    out.duration_s = song.duration_s;
    out.loudness_lufs = song.loudness_lufs;
    out.confidence = confidence_of(song);
    std::vector<float> flux;
    for (const HopSound& hop : song.hops) {
        out.hops.push_back(hop.features);
        flux.push_back(hop.flux);
    }
    out.onsets_s = times_of(song, onset_peaks(flux));
    if (causal) {
        take_announced(song, out);
    } else if (out.confidence >= kLeastTold) {
        const std::vector<std::size_t> beats = beats_with_future(song);
        out.beats_s = times_of(song, beats);
        out.downbeats_s = times_of(song, bars_of(song, beats));
    }
    take_tempo(song, out);
    out.wave = std::move(song.wave);
    if (!song.hops.empty()) out.onset_delay_s = seconds_of(song.hops.front().features.at, song.rate_hz).value - song.hops.front().centre_s;
    return out;
}

SongAnalysis analyze_song(std::span<const float> mono, double sample_rate_hz, bool causal, const BeatNets& nets) {
    SongListener listener(sample_rate_hz, causal, nets);
    listener.take(mono);
    return listener.finish();
}

FeatureFrame SongAnalysis::features_at(Seconds t) const {
    const auto hop = static_cast<std::int64_t>(std::floor(t.value * kHopsPerSecond));
    if (hop >= 0 && hop < static_cast<std::int64_t>(hops.size())) return hops[static_cast<std::size_t>(hop)];
    FeatureFrame silence;
    silence.at = samples_in(t, sample_rate);
    return silence;
}

BeatGrid SongAnalysis::grid_at(Seconds t) const {
    BeatGrid grid;
    grid.at = t;
    if (beats_s.size() < 2) return grid;
    const auto after = std::ranges::upper_bound(beats_s, t.value);
    const auto next =
        std::clamp<std::ptrdiff_t>(after - beats_s.begin(), 1, static_cast<std::ptrdiff_t>(beats_s.size()) - 1);
    const auto index = static_cast<std::size_t>(next);
    const double start = beats_s[index - 1];
    grid.tempo = Tempo{60.0 / (beats_s[index] - start)};
    grid.beat = Beats{static_cast<double>(index - 1) + grid.tempo.beats_in(t - Seconds{start}).value};
    grid.confidence = static_cast<float>(confidence);
    grid.source = BeatSource::kFile;
    const auto bar = std::ranges::upper_bound(downbeats_s, t.value);
    if (bar != downbeats_s.begin()) {
        const auto index_of = [&](double s) {
            return static_cast<int>(std::ranges::lower_bound(beats_s, s) - beats_s.begin());
        };
        grid.downbeat = index_of(*std::prev(bar));
        if (bar != downbeats_s.end()) grid.beats_per_bar = std::max(1, index_of(*bar) - grid.downbeat);
    }
    return grid;
}

}  // namespace chladni
