// Chosen where FFmpeg is built in.
#include "engine/runtime/offline_clip.h"

#include "engine/audio/audio_clock.h"
#include "engine/base/plain_tensors.h"
#include "engine/runtime/offline_film.h"
#include "engine/runtime/offline_song.h"

namespace chladni {

namespace {

void hear(ClipCall& call, const OfflineSong& song, double clip_s) {
    const ChunkSound sound = song.piece(Seconds{0}, Seconds{clip_s + kLookAhead.value});
    call.audio = AudioBuffer{static_cast<int>(sound.rate), 1, sound.mono};
    call.beats_s = sound.beats_s;
}

// The most that a clip of this call can last.
double longest_s(const ClipCall& call) {
    constexpr double kOwn_s = 60;  // no model's own window is longer
    return call.num_frames > 0 ? static_cast<double>(call.num_frames) / (call.frame_rate > 0 ? call.frame_rate : 1.0) : kOwn_s;
}

GeneratorInfo info_of(const Clip& clip) {
    GeneratorInfo info;
    info.name = "ltx";
    info.width = clip.frames.width;
    info.height = clip.frames.height;
    info.frame_rate = clip.frame_rate;
    info.first_frames = static_cast<std::int64_t>(clip.frames.frames());
    return info;
}

}  // namespace

RenderResult render_clip(const OfflineRender& job, ClipCall call, std::stop_token stop) {
    std::optional<OfflineSong> song;
    if (!job.audio.empty()) {
        song = OfflineSong::load(job.audio, load_beat_nets(job.beat_nets));
        hear(call, *song, longest_s(call));
        song->prepare_sound_track(job.codec);
    }
    LTXAudioVideoPipeline pipeline = LTXAudioVideoPipeline::from_pretrained(job.model, job.device, job.dtype, job.text, job.fp8);
    for (const auto& [file, strength] : job.loras) pipeline.load_lora(file, strength);
    if (!job.upsampler.empty()) pipeline.load_upsampler(job.upsampler);
    const std::int64_t began_ns = AudioClock::now_ns();
    const Clip clip = pipeline(call, stop);
    const double took_s = static_cast<double>(AudioClock::now_ns() - began_ns) * 1e-9;
    if (!job.latents_out.empty()) write_plain_tensors(job.latents_out, {{"latents", clip.latents_shape, clip.latents}});
    const GeneratorInfo info = info_of(clip);
    OfflineFilm film(job, info, song ? &*song : nullptr);
    ChunkRequest request;
    if (song) request.grid = song->heard().grid_at(Seconds{0});
    film.write(clip.frames, info.first_frames, request);
    film.finish();
    const double length_s = static_cast<double>(info.first_frames) / info.frame_rate;
    return {true, info.first_frames, length_s, length_s, length_s / took_s};
}

}  // namespace chladni
