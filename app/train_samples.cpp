#include "app/train_samples.h"

#include <algorithm>
#include <cstdio>

#include "app/clip_out.h"
#include "engine/base/log.h"
#include "engine/runtime/ltx_audio_video_pipeline.h"

namespace chladni {

namespace {

std::filesystem::path sample_path(const std::filesystem::path& run, const char* what, std::int64_t step, std::size_t number) {
    char name[64];
    std::snprintf(name, sizeof name, "%s_%06lld_%zu.mp4", what, static_cast<long long>(step), number + 1);
    return run / "samples" / name;
}

// One window of the model, from the clip's first frame on.
ClipCall call_of(const FilmClip& clip) {
    ClipCall call;
    call.prompt = clip.caption;
    call.audio.sample_rate = static_cast<int>(clip.sample_rate);
    call.audio.samples = clip.mono;
    call.beats_s = clip.beats_s;
    return call;
}

FilmClip film_of(const Clip& made, const FilmClip& truth) {
    FilmClip film = truth;
    film.width = made.frames.width, film.height = made.frames.height;
    film.frame_rate = made.frame_rate;
    film.rgb.clear();
    for (std::size_t i = 0; i < made.frames.rgba.size(); i += 4) film.rgb.insert(film.rgb.end(), &made.frames.rgba[i], &made.frames.rgba[i] + 3);
    const double seconds = static_cast<double>(film.frames()) / film.frame_rate;
    film.mono.resize(std::min(film.mono.size(), static_cast<std::size_t>(seconds * film.sample_rate)));
    return film;
}

}  // namespace

void TrainSamples::choose(const ClipSource& held_back, std::stop_token stop) {
    if (count_ == 0) return;
    std::filesystem::create_directories(wishes_.run / "samples");
    held_back.each([&](std::size_t) { return clips_.size() < count_; },
                   [&](std::size_t, FilmClip&& clip) {
                       save_clip(sample_path(wishes_.run, "truth", 0, clips_.size()), clip);
                       clips_.push_back(std::move(clip));
                       return clips_.size() < count_;
                   },
                   stop);
}

void TrainSamples::operator()(const TrainNews& news) const {
    if (news.kind != TrainNews::Kind::kStep || !news.held_back.measured() || clips_.empty()) return;
    try {
        write_samples(news.at);
    } catch (const std::exception& error) {
        log_warning("the samples of step " + std::to_string(news.at) + " were not written: " + error.what());
    }
}

void TrainSamples::write_samples(std::int64_t step) const {
    auto pipeline = LTXAudioVideoPipeline::from_pretrained(wishes_.model, wishes_.device, wishes_.dtype);
    const std::filesystem::path folder = std::filesystem::is_directory(wishes_.model) ? wishes_.model : wishes_.model.parent_path();
    if (wishes_.lora_rank > 0) pipeline.load_lora(folder / "pytorch_lora_weights.safetensors");
    for (std::size_t i = 0; i < clips_.size(); ++i) save_clip(sample_path(wishes_.run, "step", step, i), film_of(pipeline(call_of(clips_[i])), clips_[i]));
}

}  // namespace chladni
