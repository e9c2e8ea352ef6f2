#include "engine/music/performer.h"

#include <algorithm>
#include <cmath>

#include "engine/music/drums.h"
#include "engine/music/random.h"
#include "engine/music/space.h"
#include "engine/music/stereo.h"
#include "engine/music/tones.h"

namespace chladni {

namespace {

constexpr float kDuckDepth = 0.65f;   // how far a kick pushes the tones down
constexpr double kDuckBack_s = 0.14;  // and how soon they are back
constexpr float kPeak = 0.89f;        // -1 dBFS

void mix(Stereo& into, const Stereo& track, float gain = 1.0f) {
    for (std::size_t i = 0; i < into.length(); ++i) {
        into.left[i] += gain * track.left[i];
        into.right[i] += gain * track.right[i];
    }
}

template <typename Gain>
void shape(Stereo& track, Gain&& gain_at_sample) {
    for (std::size_t i = 0; i < track.length(); ++i) {
        const float gain = gain_at_sample(i);
        track.left[i] *= gain;
        track.right[i] *= gain;
    }
}

Stereo play_drums(const Score& score, std::size_t length) {
    Stereo track(length);
    Random random(score.seed ^ 0xd7u);
    for (const Hit& hit : score.kicks) play_kick(track, hit);
    for (const Hit& hit : score.snares) play_snare(track, hit, random);
    for (const Hit& hit : score.hats) play_hat(track, hit, random);
    return track;
}

// The kick makes room for itself: what else sounds low gives way, and comes back.
void duck(Stereo& track, const std::vector<Hit>& kicks) {
    std::size_t next = 0;
    float depth = 0.0f;
    const auto back = static_cast<float>(std::exp(-1.0 / (kDuckBack_s * kStudioRate)));
    shape(track, [&](std::size_t i) {
        for (; next < kicks.size() && sample_at(kicks[next].time_s) <= i; ++next) depth = kDuckDepth * kicks[next].velocity;
        return 1.0f - (depth *= back);
    });
}

Stereo play_tones(const Score& score, std::size_t length) {
    Stereo bass(length), pad(length), lead(length);
    for (const Note& note : score.bass) play_bass(bass, note);
    for (const Chord& chord : score.chords) play_pad(pad, chord);
    for (const Note& note : score.lead) play_pluck(lead, note);
    add_echo(lead, 45.0 / score.bpm, 0.45f, 0.4f);  // three sixteenths
    mix(pad, lead);
    const Stereo room = room_of(pad, 2.2);
    mix(pad, room, 0.35f);
    mix(pad, bass);
    duck(pad, score.kicks);
    return pad;
}

// A section's gain moves over a few milliseconds, so that its edge is no click.
void apply_gain(Stereo& track, const Score& score) {
    constexpr std::size_t kEvery = 32;
    float target = 0.0f, gain = score.gain_at(0.0);
    shape(track, [&](std::size_t i) {
        if (i % kEvery == 0) target = score.gain_at(static_cast<double>(i) / kStudioRate);
        return gain += 0.01f * (target - gain);
    });
}

void saturate(Stereo& track) {
    float peak = 1e-6f;
    for (auto* channel : {&track.left, &track.right})
        for (float& s : *channel) {
            s = std::tanh(1.1f * s);
            peak = std::max(peak, std::abs(s));
        }
    shape(track, [&](std::size_t) { return kPeak / peak; });
}

AudioBuffer interleave(const Stereo& track) {
    AudioBuffer buffer{kStudioRate, 2, std::vector<float>(2 * track.length())};
    for (std::size_t i = 0; i < track.length(); ++i) {
        buffer.samples[2 * i] = track.left[i];
        buffer.samples[2 * i + 1] = track.right[i];
    }
    return buffer;
}

}  // namespace

AudioBuffer perform(const Score& score) {
    Stereo track = play_drums(score, sample_at(score.duration_s));
    const Stereo drum_room = room_of(track, 0.7);
    mix(track, drum_room, 0.06f);
    mix(track, play_tones(score, track.length()));
    saturate(track);
    apply_gain(track, score);
    return interleave(track);
}

}  // namespace chladni
