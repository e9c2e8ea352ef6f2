#include "engine/runtime/driven_song.h"

#include "engine/analysis/song_analysis.h"
#include "engine/audio/resample.h"
#include "engine/music/composer.h"
#include "engine/music/performer.h"
#include "engine/runtime/heard_drive.h"
#include "engine/runtime/score_drive.h"
#include "engine/runtime/score_file.h"
#include "engine/runtime/sound_files.h"

namespace chladni {

namespace {

std::vector<float> clip_sound(const AudioBuffer& sound) {
    std::vector<float> mono = resample(mono_of(sound), sound.sample_rate, kClipRate_hz);
    level_out(mono);
    return mono;
}

DrivenSong with_score(std::string name, std::vector<float> mono, const Score& score) {
    std::vector<Drive> drives = score_drive(score, sound_levels(mono, kClipRate_hz));
    return {std::move(name), std::move(mono), std::move(drives), score.beats_s};
}

}  // namespace

DrivenSong composed_song(std::uint64_t seed, double duration_s) {
    const Score score = compose(seed, duration_s);
    return with_score("composed " + std::to_string(seed), clip_sound(perform(score)), score);
}

DrivenSong song_of_file(const std::filesystem::path& path) {
    const AudioBuffer sound = load_sound_file(path.string());
    std::filesystem::path score_path = path;
    score_path.replace_extension(".score.json");
    if (std::filesystem::exists(score_path)) return with_score(path.filename().string(), clip_sound(sound), read_score_file(score_path));
    const SongAnalysis heard = analyze_song(mono_of(sound), sound.sample_rate, false);
    std::vector<float> mono = clip_sound(sound);
    std::vector<Drive> drives = heard_drive(heard, sound_levels(mono, kClipRate_hz));
    return {path.filename().string(), std::move(mono), std::move(drives), heard.beats_s};
}

}  // namespace chladni
