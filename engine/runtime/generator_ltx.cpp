// Chosen where LibTorch is built in.
#include "engine/audio/resample.h"
#include "engine/encode/audio_encoder.h"
#include "engine/generate/parts_folder.h"
#include "engine/ltx/ltx_generator.h"
#include "engine/runtime/generator_factory.h"

namespace chladni {

namespace {

AudioTokens encode_window(AudioEncoder& encoder, const ChunkSound& sound, std::int64_t window_frames) {
    const double rate = encoder.config().sample_rate;
    const std::vector<float> mono = resample(sound.mono, sound.rate, rate);
    return encoder.encode(mono, sound.start, window_frames, sound.beats_s);
}

}  // namespace

GeneratorFactory ltx_factory(const ShowConfig& config) {
    LtxOptions options;
    options.width = config.generate_width;
    options.height = config.generate_height;
    options.frame_rate = config.generate_frame_rate;
    options.window_frames = config.window_frames;
    options.injection_mode = config.injection_mode;
    options.loras = config.loras;
    options.fp8 = config.fp8;
    options.text_device = config.text.device;
    options.free_text = config.text.free;
    options.prompt_blend = config.text.blend;
    options.device = config.device;
    options.dtype = config.dtype;
    return [model = config.model, options] {
        ListeningGenerator made{make_ltx_generator(model, options), nullptr};
        const std::filesystem::path ears = parts_folder(model) / "audio_encoder";
        if (std::filesystem::is_directory(ears)) {
            std::shared_ptr<AudioEncoder> encoder = load_audio_encoder(ears);
            made.encode = [encoder](const ChunkSound& sound, std::int64_t window_frames) {
                return encode_window(*encoder, sound, window_frames);
            };
        }
        return made;
    };
}

}  // namespace chladni
