#include "engine/runtime/heard_drive.h"

#include <algorithm>
#include <cmath>

#include "engine/runtime/drive_envelopes.h"

namespace chladni {

namespace {

constexpr double kHop_s = 0.01;
constexpr std::size_t kApart = 9, kAround = 250, kBetween = 400;  // hops: two hits; what is compared; two scenes

// A drum is heard where its envelope jumps; as strong as it gets in the next hops.
std::vector<Hit> jumps(const SongAnalysis& song, float FeatureFrame::* envelope) {
    std::vector<Hit> hits;
    const auto& hops = song.hops;
    std::size_t last = 0;
    for (std::size_t i = 1; i + 3 < hops.size(); ++i) {
        if (hops[i].*envelope < hops[i - 1].*envelope + 0.12f || (last && i - last < kApart)) continue;
        const float strength = std::max({hops[i].*envelope, hops[i + 1].*envelope, hops[i + 2].*envelope});
        if (strength < 0.25f) continue;
        hits.push_back({std::max(0.0, static_cast<double>(i + 1) * kHop_s - song.onset_delay_s), std::min(1.0f, strength)});
        last = i;
    }
    return hits;
}

// How much two stretches of sound differ, 0 to about 1.
float difference(const std::vector<FeatureFrame>& hops, std::size_t at) {
    std::array<float, kBands + 1> before{}, after{};
    for (std::size_t i = 0; i < kAround; ++i) {
        for (std::size_t b = 0; b < kBands; ++b) {
            before[b] += hops[at - 1 - i].bands[b];
            after[b] += hops[at + i].bands[b];
        }
        before[kBands] += 3.0f * hops[at - 1 - i].level;
        after[kBands] += 3.0f * hops[at + i].level;
    }
    float sum = 0.0f;
    for (std::size_t b = 0; b <= kBands; ++b) sum += std::abs(after[b] - before[b]);
    return sum / (kAround * (kBands + 3.0f));
}

double nearest(const std::vector<double>& times_s, double time_s) {
    double best = time_s;
    for (const double t : times_s)
        if (std::abs(t - time_s) < 0.3 && (best == time_s || std::abs(t - time_s) < std::abs(best - time_s))) best = t;
    return best;
}

std::vector<double> changes_of(const SongAnalysis& song) {
    constexpr float kMuch = 0.16f;
    std::vector<double> times_s;
    std::size_t last = 0;
    for (std::size_t i = kAround; i + kAround < song.hops.size(); i += 5) {
        const float here = difference(song.hops, i);
        if (here < kMuch || (last && i - last < kBetween)) continue;
        if (i + 5 + kAround < song.hops.size() && difference(song.hops, i + 5) > here) continue;  // still rising
        times_s.push_back(nearest(song.beats_s, static_cast<double>(i) * kHop_s));
        last = i;
    }
    return times_s;
}

const FeatureFrame& hop_of(const SongAnalysis& song, std::size_t frame) {
    const auto hop = static_cast<std::size_t>((static_cast<double>(frame) + 0.5) / kFilmRate / kHop_s);
    return song.hops[std::min(hop, song.hops.size() - 1)];
}

}  // namespace

std::vector<Drive> heard_drive(const SongAnalysis& song, const SoundLevels& levels) {
    const std::size_t frames = levels.energy.size();
    if (song.hops.empty()) return std::vector<Drive>(frames, Drive{.calm = 1.0f});
    DriveParts parts;
    parts.kick = envelope_of(jumps(song, &FeatureFrame::kick), kKickFall_s, frames);
    parts.snare = envelope_of(jumps(song, &FeatureFrame::snare), kSnareFall_s, frames);
    parts.hat = envelope_of(jumps(song, &FeatureFrame::hat), kHatFall_s, frames);
    std::vector<std::array<float, 12>> chroma(frames);
    for (std::size_t k = 0; k < frames; ++k) {
        const FeatureFrame& hop = hop_of(song, k);
        parts.bass.push_back(std::clamp(0.5f * (hop.bands[0] + hop.bands[1]), 0.0f, 1.0f));
        chroma[k] = hop.chroma;
    }
    parts.hue = hue_of(chroma);
    parts.scene = count_up(changes_of(song), frames);
    return drives_of(parts, levels);
}

}  // namespace chladni
