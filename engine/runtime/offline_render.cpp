// Chosen where FFmpeg is built in.
#include "engine/runtime/offline_render.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/audio/audio_clock.h"
#include "engine/base/check.h"
#include "engine/base/log.h"
#include "engine/generate/known_words.h"
#include "engine/runtime/generator_factory.h"
#include "engine/runtime/offline_film.h"
#include "engine/runtime/offline_song.h"

namespace chladni {

namespace {

std::optional<OfflineSong> load_song(const OfflineRender& job) {
    if (job.audio.empty()) return std::nullopt;
    OfflineSong song = OfflineSong::load(job.audio, load_beat_nets(job.beat_nets));
    song.prepare_sound_track(job.codec);
    if (job.start_s >= song.duration_s())
        throw UsageError("--start: expected a time before the end of the sound (" + std::to_string(song.duration_s()) + " s), got " +
                         std::to_string(job.start_s));
    return song;
}

ListeningGenerator make_generator(const OfflineRender& job) {
    ShowConfig config;
    config.generator = job.generator;
    config.model = job.model;
    config.device = job.device;
    config.dtype = job.dtype;
    config.injection_mode = job.injection_mode;
    config.loras = job.loras;
    config.fp8 = job.fp8;
    config.text = job.text;
    config.generate_width = job.width;
    config.generate_height = job.height;
    config.generate_frame_rate = job.frame_rate;
    config.window_frames = job.window_frames;
    return generator_factory(config)();
}

// The walk through one track, chunk after chunk.
class Walk {
public:
    Walk(const OfflineRender& job, std::optional<OfflineSong> song)
        : job_(job), song_(std::move(song)), maker_(make_generator(job)), info_(maker_.info()),
          film_(job, info_, song_ ? &*song_ : nullptr) {
        const double wanted_s = job.duration_s > 0 ? job.duration_s : song_ ? song_->duration_s() - job.start_s : 0.0;
        frames_ = job.single_chunk ? info_.first_frames : std::max<std::int64_t>(1, std::llround(wanted_s * info_.frame_rate));
        chunks_ = 1;
        if (frames_ > info_.first_frames) chunks_ += (frames_ - info_.first_frames + info_.next_frames - 1) / info_.next_frames;
    }

    RenderResult run(const std::function<void(const RenderProgress&)>& progress, std::stop_token stop) {
        const std::int64_t began_ns = AudioClock::now_ns();
        for (std::int64_t index = 0; index < chunks_ && make_chunk(index, stop); ++index) {
            const double took_s = static_cast<double>(AudioClock::now_ns() - began_ns) * 1e-9;
            rtf_ = made_s() / std::max(took_s, 1e-9);
            progress({index + 1, chunks_, made_s(), planned_s(), rtf_, (planned_s() - made_s()) / std::max(rtf_, 1e-9)});
        }
        if (film_.frames() > 0) film_.finish();
        return {film_.frames() == frames_, film_.frames(), made_s(), planned_s(), rtf_};
    }

private:
    // False where it was stopped.
    bool make_chunk(std::int64_t index, std::stop_token stop) {
        if (stop.stop_requested()) return false;
        const ChunkRequest request = request_for(index);
        VideoChunk chunk;
        try {
            chunk = maker_.generator->generate(request, stop);
        } catch (const std::exception&) {
            if (stop.stop_requested()) return false;  // generators end by throwing
            throw;
        }
        film_.write(chunk, std::min<std::int64_t>(static_cast<std::int64_t>(chunk.frames()), frames_ - film_.frames()), request);
        return true;
    }

    ChunkRequest request_for(std::int64_t index) {
        ChunkRequest request;
        request.index = index;
        request.start = Seconds{job_.start_s} + seconds_of(Frames{film_.frames()}, info_.frame_rate);
        request.new_frames = frames_of_chunk(info_, index);
        request.frame_rate = info_.frame_rate;
        request.params = job_.params;
        request.seed = static_cast<std::uint64_t>(job_.params[ParamId::kSeed]) +
                       (job_.params.on(ParamId::kSeedWalk) ? static_cast<std::uint64_t>(index) : 0);
        request.negative_prompt = job_.negative_prompt;
        if (song_) listen(request);
        request.prompt = job_.prompts.at(request.start, request.grid);
        if (const std::string notice = unknown_words_.news(info_.words, request.prompt); !notice.empty()) log_warning(notice);
        return request;
    }

    void listen(ChunkRequest& request) {
        request.grid = song_->heard().grid_at(request.start);
        if (maker_.encode) {
            const Seconds end = request.start + seconds_of(Frames{request.new_frames}, info_.frame_rate);
            const std::int64_t context = frames_in(info_.context, info_.frame_rate).value;
            ChunkSound sound = song_->piece(request.start - info_.context - info_.look_back, end + kLookAhead);
            sound.look_back = info_.look_back;
            request.audio = maker_.encode(sound, context + request.new_frames);
        }
        for (std::int64_t i = 0; i < request.new_frames; ++i)
            request.features.push_back(song_->heard().features_at(request.start + seconds_of(Frames{i}, info_.frame_rate)));
    }

    double made_s() const { return seconds_of(Frames{film_.frames()}, info_.frame_rate).value; }
    double planned_s() const { return seconds_of(Frames{frames_}, info_.frame_rate).value; }

    const OfflineRender& job_;
    std::optional<OfflineSong> song_;
    ListeningGenerator maker_;
    GeneratorInfo info_;
    OfflineFilm film_;
    UnknownWords unknown_words_;
    double rtf_ = 0;
    std::int64_t frames_ = 0, chunks_ = 0;
};

}  // namespace

RenderResult render_offline(const OfflineRender& job, const std::function<void(const RenderProgress&)>& progress,
                            std::stop_token stop) {
    return Walk(job, load_song(job)).run(progress, stop);
}

}  // namespace chladni
