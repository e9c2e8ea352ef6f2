// Chosen where FFmpeg is built in.
#include <algorithm>

#include "engine/analysis/song_listener.h"
#include "engine/base/check.h"
#include "engine/measure/attack_curve.h"
#include "engine/measure/picture_curves.h"
#include "engine/measure/picture_events.h"
#include "engine/measure/sound_curves.h"
#include "engine/media/audio_reader.h"
#include "engine/media/film_reader.h"
#include "engine/runtime/listen_film.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

namespace {

struct HeardSide {
    SongAnalysis song;
    TimedCurve onset;
    double start_s = 0;  // of sample 0, in the file's own time
};

HeardSide hear(const std::string& path, const BeatNets& nets) {
    AudioReader reader(path);
    SongListener listener(reader.sample_rate(), false, nets);
    AttackCurve attack(reader.sample_rate());
    std::vector<float> mono;
    bool heard = false;
    for (auto piece = reader.next(); !piece.empty(); piece = reader.next()) {
        mix_to_mono(piece, reader.channels(), mono);
        listener.take(mono);
        attack.take(mono);
        heard = true;
    }
    require(heard, "expected sound in '" + path + "', none of it could be decoded");
    return {listener.finish(), attack.finish(), reader.start_s()};
}

std::vector<PictureFacts> see(FilmReader& reader) {
    std::vector<PictureFacts> pictures;
    PictureReducer reducer;
    while (const auto picture = reader.next()) pictures.push_back(reducer.reduce(*picture, reader.time_s()));
    return pictures;
}

// From one picture to the next, by the film's own times.
double frame_s_of(const std::vector<PictureFacts>& pictures, double frame_rate) {
    if (pictures.size() < 2) return frame_rate > 0.0 ? 1.0 / frame_rate : 0.04;
    return (pictures.back().time_s - pictures.front().time_s) / static_cast<double>(pictures.size() - 1);
}

void take_pictures(std::vector<PictureFacts> pictures, double frame_s, double sound_start_s, ListenReport& out) {
    for (PictureFacts& picture : pictures) picture.time_s -= sound_start_s;
    out.frames = pictures.size();
    out.frame_rate = 1.0 / frame_s;
    out.pictures_s = frame_s * static_cast<double>(pictures.size());
    out.film.seen = picture_curves(pictures, frame_s);
    out.film.events_s = picture_events(out.film.seen[0], out.film.seen[1]);
    out.film.from_s = std::max(0.0, pictures.front().time_s);
    out.film.to_s = std::min(out.sound_s, pictures.back().time_s + frame_s);
}

void take_sound(HeardSide sound, ListenReport& out) {
    const SongAnalysis& song = sound.song;
    out.sound_s = song.duration_s;
    out.tempo_bpm = song.tempo_bpm;
    out.beat_confidence = song.confidence;
    out.film.beats_s = song.beats_s;
    out.film.onsets_s = song.onsets_s;
    out.film.heard.push_back(std::move(sound.onset));
    for (TimedCurve& curve : sound_curves(song.hops, song.sample_rate, song.onset_delay_s)) out.film.heard.push_back(std::move(curve));
}

}  // namespace

ListenReport listen_to_film(const ListenRequest& request) {
    ListenReport out;
    FilmReader reader(request.film);
    HeardSide sound = hear(request.audio.empty() ? request.film : request.audio, request.nets);
    std::vector<PictureFacts> pictures = see(reader);
    require(!pictures.empty(), "expected pictures in '" + request.film + "', none of them could be decoded");
    const double sound_start_s = request.audio.empty() ? sound.start_s : pictures.front().time_s;
    const double frame_s = frame_s_of(pictures, reader.frame_rate());
    require(frame_s > 0.0, "expected pictures one after the other in '" + request.film + "', their times stand still");
    out.width = reader.width(), out.height = reader.height();
    take_sound(std::move(sound), out);
    take_pictures(std::move(pictures), frame_s, sound_start_s, out);
    out.agreement = measure_agreement(out.film, request.settings);
    return out;
}

}  // namespace chladni
