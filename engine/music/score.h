#pragma once

#include <cstdint>
#include <vector>

namespace chladni {

enum class SectionKind { kFull, kBreak, kSilence, kHatsOnly, kKickOnly, kPad };

/// A stretch of one character.
struct SongSection {
    SectionKind kind = SectionKind::kFull;
    double start_s = 0, end_s = 0;
    int beats = 0;
    float gain = 1.0f;
};

/// A drum.
struct Hit {
    double time_s = 0;
    float velocity = 1.0f;
    bool open = false;   ///< hats only: rings on
};

/// A note, pitch in MIDI numbers (69 is 440 Hz).
struct Note {
    double time_s = 0, duration_s = 0;
    int pitch = 60;
    float velocity = 1.0f;
};

/// What the pad holds.
struct Chord {
    double time_s = 0, duration_s = 0;
    std::vector<int> pitches;
};

/// A piece of music as exact times: what the performer plays, and the ground truth of tests and training.
struct Score {
    std::uint64_t seed = 0;
    double bpm = 120.0, duration_s = 0;
    int beats_per_bar = 4;
    double fade_in_s = 0, fade_out_s = 0;
    std::vector<SongSection> sections;
    std::vector<double> beats_s, downbeats_s;
    std::vector<Hit> kicks, snares, hats;
    std::vector<Note> bass, lead;
    std::vector<Chord> chords;

    /// Loudness as a factor: the section's gain and the fades.
    float gain_at(double time_s) const;
};

}  // namespace chladni
