#include "engine/music/tones.h"

#include <array>
#include <cmath>

#include "engine/music/oscillators.h"

namespace chladni {

namespace {

constexpr std::size_t kRetune = 16;  // samples between two settings of a moving filter

double seconds(std::size_t samples) { return static_cast<double>(samples) / kStudioRate; }

}  // namespace

void play_bass(Stereo& track, const Note& note) {
    constexpr double kRelease_s = 0.03;
    const double hz = pitch_hz(note.pitch);
    Saw saw(hz);
    Filter filter;
    const std::size_t start = sample_at(note.time_s), length = sample_at(note.duration_s + kRelease_s);
    for (std::size_t i = 0; i < length; ++i) {
        const double t = seconds(i);
        if (i % kRetune == 0) filter.tune(hz * (2.0 + 9.0 * static_cast<double>(note.velocity) * std::exp(-t / 0.11)), 1.1);
        const double sub = std::sin(kTurn * hz * t);
        const double tone = std::tanh(1.4 * (0.55 * static_cast<double>(filter.low(saw.next())) + 0.75 * sub));
        const double level = swell(t, note.duration_s + kRelease_s, 0.004, kRelease_s) * (0.75 + 0.25 * std::exp(-t / 0.15));
        track.add(start + i, 0.34f * note.velocity * static_cast<float>(tone * level));
    }
}

void play_pad(Stereo& track, const Chord& chord) {
    constexpr double kAttack_s = 0.12, kRelease_s = 0.35;
    constexpr std::array kDetune = {-0.0042, 0.0004, 0.0047};
    constexpr std::array kPlace = {-0.7f, 0.0f, 0.7f};
    const std::size_t start = sample_at(chord.time_s), length = sample_at(chord.duration_s + kRelease_s);
    for (std::size_t voice = 0; voice < kDetune.size(); ++voice) {
        std::vector<Saw> saws;
        for (int pitch : chord.pitches)
            saws.emplace_back(pitch_hz(pitch) * (1.0 + kDetune[voice]), 0.13 * pitch + 0.37 * static_cast<double>(voice) - std::floor(0.13 * pitch + 0.37 * static_cast<double>(voice)));
        Filter filter;
        for (std::size_t i = 0; i < length; ++i) {
            const double t = seconds(i);
            const double drift = std::sin(kTurn * 0.11 * (chord.time_s + t) + static_cast<double>(voice));
            if (i % kRetune == 0) filter.tune(1100.0 + 500.0 * drift, 0.8);
            float sum = 0.0f;
            for (Saw& saw : saws) sum += saw.next();
            const double level = swell(t, chord.duration_s + kRelease_s, kAttack_s, kRelease_s);
            track.add(start + i, 0.055f * static_cast<float>(level) * filter.low(sum), kPlace[voice]);
        }
    }
}

void play_pluck(Stereo& track, const Note& note) {
    constexpr double kLength_s = 0.9;
    const double hz = pitch_hz(note.pitch);
    const float place = note.pitch % 2 == 0 ? 0.3f : -0.3f;
    const std::size_t start = sample_at(note.time_s), length = sample_at(kLength_s);
    for (std::size_t i = 0; i < length; ++i) {
        const double t = seconds(i);
        const double index = 2.2 * static_cast<double>(note.velocity) * std::exp(-t / 0.09);
        const double tone = std::sin(kTurn * hz * t + index * std::sin(kTurn * 3.0 * hz * t)) + 0.3 * std::sin(kTurn * 2.0 * hz * t);
        const double level = swell(t, kLength_s, 0.002, 0.05) * std::exp(-t / 0.22);
        track.add(start + i, 0.15f * note.velocity * static_cast<float>(tone * level), place);
    }
}

}  // namespace chladni
