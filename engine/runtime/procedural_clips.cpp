#include "engine/runtime/procedural_clips.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "engine/base/check.h"
#include "engine/looks/caption.h"
#include "engine/looks/hash.h"
#include "engine/looks/look_film.h"

namespace chladni {

namespace {

constexpr std::uint64_t kSongsAtOnce = 8, kClipsPerSong = 20, kSets = kSongsAtOnce * kClipsPerSong;
constexpr std::size_t kStep = 4;    // clips begin on multiples of it: the latent frames of a model begin there too
constexpr std::size_t kBefore = 48; // frames that the film has lived through before the first one

// Of every so many clips in a row each has another pair of look and palette.
std::size_t shuffled(std::uint64_t number, std::size_t pairs, std::uint64_t seed) {
    std::vector<std::size_t> order(pairs);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::uint64_t own = drawn(seed, number / pairs);
    for (std::size_t i = pairs; i-- > 1;) std::swap(order[i], order[drawn(own, i) % (i + 1)]);
    return order[number % pairs];
}

std::size_t first_frame(const DrivenSong& song, std::size_t frames, std::uint64_t seed) {
    const std::size_t places = (song.drives.size() - frames) / kStep + 1;
    return kStep * (drawn(seed, 0) % places);
}

CaptionPace pace_of(std::span<const Drive> drives, std::uint64_t seed) {
    if (drawn_unit(seed, 1) < 0.5f) return CaptionPace::kUnsaid;
    const float sum = std::accumulate(drives.begin(), drives.end(), 0.0f, [](float s, const Drive& d) { return s + d.energy; });
    const float energy = sum / static_cast<float>(drives.size());
    return energy < 0.4f ? CaptionPace::kSlow : energy > 0.75f ? CaptionPace::kFast : CaptionPace::kUnsaid;
}

std::vector<std::uint8_t> draw(const LookChoice& choice, std::span<const Drive> drives, std::size_t first, std::size_t frames) {
    LookFilm film(choice);
    for (std::size_t k = first - std::min(first, kBefore); k < first; ++k) film.skip(drives[k]);
    const std::size_t bytes = static_cast<std::size_t>(choice.width) * static_cast<std::size_t>(choice.height) * 3;
    std::vector<std::uint8_t> rgb(frames * bytes);
    for (std::size_t k = 0; k < frames; ++k) film.frame(drives[first + k], std::span(rgb).subspan(k * bytes, bytes));
    return rgb;
}

// The sound from a frame on, a little louder or softer: a model must not depend on the level.
std::vector<float> sound_from(const DrivenSong& song, std::size_t first, std::size_t frames, std::uint64_t seed) {
    const auto at = [](std::size_t frame) { return static_cast<std::size_t>(std::llround(static_cast<double>(frame) * kClipRate_hz / kFilmRate)); };
    std::vector<float> mono(at(frames), 0.0f);
    const float gain = std::pow(10.0f, -6.0f * drawn_unit(seed, 2) / 20.0f);
    for (std::size_t i = 0; i < mono.size() && at(first) + i < song.mono.size(); ++i) mono[i] = gain * song.mono[at(first) + i];
    return mono;
}

std::vector<double> beats_from(const DrivenSong& song, std::size_t first, std::size_t frames) {
    std::vector<double> beats_s;
    for (const double beat_s : song.beats_s) {
        const double here_s = beat_s - static_cast<double>(first) / kFilmRate;
        if (here_s >= 0 && here_s < static_cast<double>(frames) / kFilmRate) beats_s.push_back(here_s);
    }
    return beats_s;
}

SongWishes wishes_of(const ProceduralClipsOptions& options) {
    require(options.frames > 0, "expected at least one frame, got " + std::to_string(options.frames));
    SongWishes wishes{options.songs, options.held_back};
    wishes.shortest_s = options.frames / kFilmRate;
    wishes.composed_s = std::max(options.song_s, wishes.shortest_s + 1.0);
    return wishes;
}

}  // namespace

ProceduralClips::ProceduralClips(const ProceduralClipsOptions& options) : options_(options), songs_(wishes_of(options)) {}

ClipLabel ProceduralClips::label(std::uint64_t number) const {
    const std::size_t pair = shuffled(number, looks().size() * palettes().size(), options_.held_back ? 2 : 1);
    return {pair / palettes().size(), pair % palettes().size(), number / kSets * kSongsAtOnce + number % kSongsAtOnce};
}

FilmClip ProceduralClips::make(std::uint64_t number) const {
    const ClipLabel label = this->label(number);
    const auto song = songs_.song(label.song);
    const auto frames = static_cast<std::size_t>(options_.frames);
    const std::uint64_t seed = drawn(options_.held_back ? 0xc11b : 0xc11a, number);
    const std::size_t first = first_frame(*song, frames, seed);
    FilmClip clip;
    clip.name = "procedural clip " + std::to_string(number) + " (" + song->name + ", frame " + std::to_string(first) + ")";
    const CaptionPace pace = pace_of(std::span(song->drives).subspan(first, frames), seed);
    clip.caption = caption_of(draw_wording(label.look, label.palette, pace, drawn(seed, 3), options_.held_back));
    clip.width = options_.width;
    clip.height = options_.height;
    clip.rgb = draw({label.look, label.palette, drawn(seed, 4), clip.width, clip.height}, song->drives, first, frames);
    clip.mono = sound_from(*song, first, frames, seed);
    clip.beats_s = beats_from(*song, first, frames);
    return clip;
}

}  // namespace chladni
