#include "engine/music/parts.h"

#include <algorithm>
#include <array>

namespace chladni {

namespace {

using Steps = std::array<float, 16>;  // a bar in sixteenths: velocities

// Which parts play in a section.
struct Cast {
    bool kick = false, snare = false, hats = false, bass = false, pad = false, lead = false;
};

Cast cast_of(SectionKind kind) {
    switch (kind) {
        case SectionKind::kFull: return {true, true, true, true, true, true};
        case SectionKind::kBreak: return {false, false, true, true, true, true};
        case SectionKind::kHatsOnly: return {.hats = true};
        case SectionKind::kKickOnly: return {.kick = true};
        case SectionKind::kPad: return {.pad = true};
        case SectionKind::kSilence: break;
    }
    return {};
}

constexpr std::array<Steps, 4> kKicks = {{
    {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0},
    {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, .6f},
    {1, 0, 0, 0, 0, 0, 0, .7f, 1, 0, 0, 0, 0, 0, .6f, 0},
    {1, 0, 0, .7f, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0},
}};
constexpr std::array<Steps, 3> kSnares = {{
    {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0},
    {0, 0, 0, 0, 1, 0, 0, .25f, 0, .2f, 0, 0, 1, 0, 0, 0},
    {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, .4f},
}};
constexpr std::array<Steps, 3> kHats = {{
    {0, 0, .9f, 0, 0, 0, .9f, 0, 0, 0, .9f, 0, 0, 0, .9f, 0},
    {.6f, 0, .9f, 0, .6f, 0, .9f, 0, .6f, 0, .9f, 0, .6f, 0, .9f, 0},
    {.7f, .3f, .9f, .3f, .7f, .3f, .9f, .3f, .7f, .3f, .9f, .3f, .7f, .3f, .9f, .5f},
}};
constexpr std::array<Steps, 3> kBasses = {{
    {0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0},
    {1, 0, 0, .8f, 0, 0, .9f, 0, 1, 0, 0, .8f, 0, 0, .9f, .6f},
    {1, 0, .6f, .8f, 1, 0, .6f, .8f, 1, 0, .6f, .8f, 1, 0, .6f, .8f},
}};

// Four chords, as steps of the minor scale.
constexpr std::array<std::array<int, 4>, 5> kProgressions = {
    {{0, 5, 2, 6}, {0, 3, 5, 4}, {0, 6, 5, 6}, {5, 6, 0, 0}, {0, 2, 6, 3}}};
constexpr std::array kMinor = {0, 2, 3, 5, 7, 8, 10};

int minor_pitch(int root, int step) {
    const int octave = (step + 70) / 7 - 10;
    return root + 12 * octave + kMinor[static_cast<std::size_t>(step - 7 * octave)];
}

/// Writes bar after bar. The patterns are drawn once: a piece keeps its groove.
class Writer {
public:
    Writer(Score& score, Random& random)
        : score_(score), random_(random), step_s_(15.0 / score.bpm), root_(40 + static_cast<int>(random.below(9))),
          kick_(kKicks[random.below(kKicks.size())]), snare_(kSnares[random.below(kSnares.size())]),
          hats_(kHats[random.below(kHats.size())]), bass_(kBasses[random.below(kBasses.size())]),
          progression_(kProgressions[random.below(kProgressions.size())]) {
        draw_melody();
    }

    void write(const SongSection& section) {
        const Cast cast = cast_of(section.kind);
        const int first = step_at(section.start_s);
        for (int step = first; step < first + 4 * section.beats && time_of(step) < section.end_s - 1e-9; ++step) {
            if (cast.pad && (step % 16 == 0 || step == first)) write_chord(step, section.end_s);
            write_drums(cast, step);
            if (cast.bass) write_bass(section.kind, step);
            if (cast.lead) write_lead(step);
        }
    }

private:
    // The melody is two bars of the minor pentatonic, answered with another ending: walks, and rests where it likes.
    void draw_melody() {
        constexpr std::array kPentatonic = {0, 2, 3, 4, 6, 7, 9};
        int at = static_cast<int>(random_.below(4));
        for (std::size_t step = 0; step < melody_.size(); ++step) {
            const bool strong = step % 4 == 0;
            if (!random_.chance(strong ? 0.6 : step % 2 == 0 ? 0.45 : 0.15)) continue;
            at = std::clamp(at + static_cast<int>(random_.below(5)) - 2, 0, static_cast<int>(kPentatonic.size()) - 1);
            melody_[step] = kPentatonic[static_cast<std::size_t>(at)];
        }
    }

    int step_at(double time_s) const { return static_cast<int>(time_s / step_s_ + 0.5); }
    double time_of(int step) const { return step * step_s_; }
    int chord_of(int step) const { return progression_[static_cast<std::size_t>(step / 16 % 4)]; }
    // Ends with the piece, so that the score holds nothing after it.
    double until(double time_s, double wanted_s) const { return std::min(wanted_s, score_.duration_s - time_s); }

    void write_drums(const Cast& cast, int step) {
        const auto in_bar = static_cast<std::size_t>(step % 16);
        const double t = time_of(step);
        if (cast.kick && kick_[in_bar] > 0) score_.kicks.push_back({t, kick_[in_bar]});
        if (cast.snare && snare_[in_bar] > 0) score_.snares.push_back({t, snare_[in_bar]});
        if (cast.hats && hats_[in_bar] > 0)
            score_.hats.push_back({t, hats_[in_bar] * static_cast<float>(random_.between(0.85, 1.0)), in_bar % 8 == 6});
    }

    void write_chord(int step, double end_s) {
        const double t = time_of(step);
        Chord chord{t, std::min(time_of(step / 16 * 16 + 16), end_s) - t, {}};
        for (int third : {0, 2, 4, 6}) {
            int pitch = minor_pitch(root_ + 12, chord_of(step) + third);
            while (pitch > root_ + 26) pitch -= 12;  // close voicing: chords move little
            chord.pitches.push_back(pitch);
        }
        score_.chords.push_back(std::move(chord));
    }

    void write_bass(SectionKind kind, int step) {
        const auto in_bar = static_cast<std::size_t>(step % 16);
        const int root = minor_pitch(root_ - 12, chord_of(step)) - (chord_of(step) > 4 ? 12 : 0);
        const double t = time_of(step);
        if (kind == SectionKind::kBreak) {
            if (in_bar == 0) score_.bass.push_back({t, until(t, 12 * step_s_), root, 0.7f});
        } else if (bass_[in_bar] > 0) {
            const int up = in_bar == 14 && random_.chance(0.4) ? 12 : 0;
            score_.bass.push_back({t, until(t, 0.9 * step_s_ * (in_bar % 2 == 0 ? 2 : 1)), root + up, bass_[in_bar]});
        }
    }

    void write_lead(int step) {
        const int degree = melody_[static_cast<std::size_t>(step % 64)];
        if (degree == kRest) return;
        const double t = time_of(step);
        const auto velocity = static_cast<float>(random_.between(0.6, 0.9));
        score_.lead.push_back({t, until(t, 2 * step_s_), minor_pitch(root_ + 24, degree), velocity});
    }

    static constexpr int kRest = -1;
    static constexpr std::array<int, 64> all_rests() {
        std::array<int, 64> steps{};
        steps.fill(kRest);
        return steps;
    }

    Score& score_;
    Random& random_;
    double step_s_;
    int root_;
    Steps kick_, snare_, hats_, bass_;
    std::array<int, 4> progression_;
    std::array<int, 64> melody_ = all_rests();  // four bars in sixteenths: steps of the scale
};

}  // namespace

void write_parts(Score& score, Random& random) {
    Writer writer(score, random);
    for (const SongSection& section : score.sections) writer.write(section);
}

}  // namespace chladni
