// A clip from a prompt and a sound, as a program of one's own. Usage: clip MODEL SONG
#include <cstdio>
#include <exception>

#include "engine/analysis/song_analysis.h"
#include "engine/media/audio_file.h"
#include "engine/runtime/ltx_audio_video_pipeline.h"

int main(int argc, char** argv) try {
    if (argc != 3) return std::fprintf(stderr, "clip: expected MODEL and SONG\n"), 2;
    auto pipeline = chladni::LTXAudioVideoPipeline::from_pretrained(argv[1]);
    chladni::ClipCall call;
    call.prompt = "ink in water, blue and gold";
    call.num_inference_steps = 4;
    call.audio = chladni::load_audio_file(argv[2]);
    call.beats_s = chladni::analyze_song(chladni::mono_of(call.audio), call.audio.sample_rate, /*causal=*/false).beats_s;
    const chladni::Clip clip = pipeline(call);
    std::printf("%zu frames of %dx%d at %.0f a second\n", clip.frames.frames(), clip.frames.width, clip.frames.height, clip.frame_rate);
    return 0;
} catch (const std::exception& error) {
    return std::fprintf(stderr, "clip: %s\n", error.what()), 1;
}
