// What a model hears in the first five seconds of a song, and which of it lies at beats. Usage: ears MODEL/audio_encoder SONG
#include <cstdio>
#include <exception>

#include "engine/ltx/beat_mask.h"
#include "engine/media/audio_file.h"
#include "engine/runtime/encode_sound.h"

int main(int argc, char** argv) try {
    if (argc != 3) return std::fprintf(stderr, "ears: expected MODEL/audio_encoder and SONG\n"), 2;
    const auto encoder = chladni::load_audio_encoder(argv[1]);
    const chladni::AudioBuffer audio = chladni::load_audio_file(argv[2]);
    const std::vector<double> beats = chladni::analyze_song(chladni::mono_of(audio), audio.sample_rate, /*causal=*/false).beats_s;
    const chladni::AudioTokens tokens = chladni::encode_sound(*encoder, audio, {121, false, beats, {}}).tokens;
    const at::Tensor mask = chladni::ltx::create_audio_mask_from_beats(tokens.times_s, beats, 0.1);  // [1, A]
    std::printf("%zu tokens of %zu, %d at beats\n", tokens.count(), tokens.dim, mask.sum().item<int>());
    return 0;
} catch (const std::exception& error) {
    return std::fprintf(stderr, "ears: %s\n", error.what()), 1;
}
