// Chosen where FFmpeg is built in.
#include "engine/runtime/offline_film.h"

#include "engine/base/check.h"
#include "engine/base/log.h"
#include "engine/params/preset.h"

namespace chladni {

namespace {

constexpr int kEffectsWidth = 1280, kEffectsHeight = 720;

bool with_effects(const OfflineRender& job) { return job.effects != "none"; }

// Effects and picture come from the look; the model's parameters are the command line's.
ParamValues look_of(const OfflineRender& job) {
    ParamValues values = job.params;
    if (!with_effects(job)) return values;
    const Preset preset = load_preset(job.effects);
    for (const std::string& name : preset.unknown)
        log_warning("'" + job.effects + "' names '" + name + "', which no parameter has; it is left out");
    for (const auto& [id, value] : preset.values) {
        const ParamGroup group = row_of(id).group;
        if (group == ParamGroup::kEffects || group == ParamGroup::kPicture) values[id] = value;
    }
    return values;
}

FilmFormat format_of(const OfflineRender& job, const GeneratorInfo& info, const OfflineSong* song) {
    FilmFormat format;
    format.width = job.film_width > 0 ? job.film_width : with_effects(job) ? kEffectsWidth : info.width;
    format.height = job.film_height > 0 ? job.film_height : with_effects(job) ? kEffectsHeight : info.height;
    format.frame_rate = info.frame_rate;
    format.audio_rate = song ? song->sound_rate() : 0;
    format.audio_channels = song ? song->sound_channels() : 0;
    format.codec = job.codec;
    format.crf = job.crf;
    return format;
}

std::unique_ptr<Picture> picture_for(const OfflineRender& job, const FilmFormat& format, const GeneratorInfo& info) {
    const bool same_size = format.width == info.width && format.height == info.height;
    if (!with_effects(job) && same_size) return nullptr;
    PictureOptions options;
    options.width = format.width;
    options.height = format.height;
    options.effects = with_effects(job);
    return make_vulkan_picture(options);
}

}  // namespace

OfflineFilm::OfflineFilm(const OfflineRender& job, const GeneratorInfo& info, const OfflineSong* song)
    : song_(song), start_s_(job.start_s), frame_rate_(info.frame_rate), look_(look_of(job)) {
    const FilmFormat format = format_of(job, info, song);
    writer_ = std::make_unique<FilmWriter>(job.film, format);
    picture_ = picture_for(job, format, info);
}

void OfflineFilm::write(const VideoChunk& chunk, std::int64_t count, const ChunkRequest& request) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        writer_->write_frame(shown(chunk, i, request));
        ++frames_;
    }
    write_sound();
}

PictureView OfflineFilm::shown(const VideoChunk& chunk, std::size_t frame, const ChunkRequest& request) {
    const PictureView made{chunk.frame(frame), chunk.width, chunk.height};
    if (!picture_) return made;
    PictureRequest draw;
    draw.from = draw.to = made;
    draw.from_id = draw.to_id = static_cast<std::uint64_t>(frames_) + 1;
    draw.params = look_;
    draw.now = chunk.stamps[frame].time;
    if (song_) draw.sound = song_->heard().features_at(draw.now);
    draw.grid = request.grid;
    draw.elapsed_s = 1.0 / frame_rate_;
    picture_->draw(draw);
    picture_->read_back(drawn_);
    return {drawn_.data(), picture_->width(), picture_->height()};
}

void OfflineFilm::write_sound() {
    if (!song_) return;
    const double rate = song_->sound_rate();
    const Samples until = samples_in(seconds_of(Frames{frames_}, frame_rate_), rate);
    const Samples first = samples_in(Seconds{start_s_}, rate) + sound_done_;
    writer_->write_audio(song_->interleaved(first, (until - sound_done_).value));
    sound_done_ = until;
}

}  // namespace chladni
