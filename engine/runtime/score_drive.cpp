#include "engine/runtime/score_drive.h"

#include <algorithm>

#include "engine/runtime/drive_envelopes.h"

namespace chladni {

namespace {

// What is faded out does not drum.
std::vector<Hit> heard_hits(const Score& score, std::vector<Hit> hits) {
    for (Hit& hit : hits) hit.velocity = std::min(1.0f, hit.velocity) * std::min(1.0f, 2.0f * score.gain_at(hit.time_s));
    return hits;
}

std::vector<std::array<float, 12>> chroma_of(const Score& score, std::size_t frames) {
    std::vector<std::array<float, 12>> chroma(frames);
    const auto add = [&](double time_s, double duration_s, int pitch, float strength) {
        const std::size_t end = std::min(frames, frame_of(time_s + duration_s) + 1);
        for (std::size_t k = frame_of(time_s); k < end; ++k) chroma[k][static_cast<std::size_t>(((pitch % 12) + 12) % 12)] += strength;
    };
    for (const Chord& chord : score.chords)
        for (const int pitch : chord.pitches) add(chord.time_s, chord.duration_s, pitch, 1.0f);
    for (const Note& note : score.bass) add(note.time_s, note.duration_s, note.pitch, 0.7f * note.velocity);
    for (const Note& note : score.lead) add(note.time_s, note.duration_s, note.pitch, 0.5f * note.velocity);
    return chroma;
}

std::vector<double> changes_of(const Score& score) {
    std::vector<double> times_s;
    for (std::size_t i = 1; i < score.sections.size(); ++i)
        if (score.sections[i].kind != score.sections[i - 1].kind) times_s.push_back(score.sections[i].start_s);
    return times_s;
}

}  // namespace

std::vector<Drive> score_drive(const Score& score, const SoundLevels& levels) {
    const std::size_t frames = levels.energy.size();
    DriveParts parts;
    parts.kick = envelope_of(heard_hits(score, score.kicks), kKickFall_s, frames);
    parts.snare = envelope_of(heard_hits(score, score.snares), kSnareFall_s, frames);
    parts.hat = envelope_of(heard_hits(score, score.hats), kHatFall_s, frames);
    parts.bass = sounding(score.bass, frames);
    parts.hue = hue_of(chroma_of(score, frames));
    parts.scene = count_up(changes_of(score), frames);
    return drives_of(parts, levels);
}

}  // namespace chladni
