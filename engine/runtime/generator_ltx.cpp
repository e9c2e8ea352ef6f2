// Chosen where LibTorch is built in.
#include <algorithm>

#include "engine/audio/resample.h"
#include "engine/encode/audio_encoder.h"
#include "engine/generate/parts_folder.h"
#include "engine/ltx/ltx_generator.h"
#include "engine/ltx/ltx_model.h"
#include "engine/ltx/model_source.h"
#include "engine/runtime/generator_factory.h"

namespace chladni {

namespace {

// Ears that go along with a show: windows overlap, statistics run.
class WindowEars {
public:
    explicit WindowEars(std::unique_ptr<AudioEncoder> encoder) : encoder_(std::move(encoder)) {}

    Seconds look_back() const { return {encoder_->reach().behind_s}; }

    AudioTokens tokens(const ChunkSound& sound, std::int64_t window_frames) {
        const Seconds first = sound.start + sound.look_back;
        // There was no sound before the show: ears had better not take it for silence.
        const Seconds from{std::max(sound.start.value, std::min(0.0, first.value))};
        const std::vector<float> mono = resample(part_from(sound, from), sound.rate, encoder_->sample_rate());
        listen(mono, from);
        return encoder_->hear({mono, from, sound.beats_s}, first, window_frames, false).tokens;
    }

private:
    static std::span<const float> part_from(const ChunkSound& sound, Seconds from) {
        const auto gone = static_cast<std::size_t>(samples_in(from - sound.start, sound.rate).value);
        return std::span(sound.mono).subspan(std::min(gone, sound.mono.size()));
    }

    // What was not heard yet; all of it where the show began anew.
    void listen(std::span<const float> mono, Seconds start) {
        const Seconds end = start + seconds_of(Samples{static_cast<std::int64_t>(mono.size())}, encoder_->sample_rate());
        if (end < heard_until_) heard_until_ = start;
        const std::int64_t known = samples_in(std::max(heard_until_, start) - start, encoder_->sample_rate()).value;
        encoder_->listen(mono.subspan(std::min(static_cast<std::size_t>(known), mono.size())));
        heard_until_ = end;
    }

    std::unique_ptr<AudioEncoder> encoder_;
    Seconds heard_until_;
};

}  // namespace

std::optional<OwnPlay> own_play_of(const std::filesystem::path& model) {
    try {
        const ltx::ModelSource source = ltx::ModelSource::open(model);
        const ltx::ModelHabits habits = ltx::load_model_habits(source, source.vae().config);
        return OwnPlay{std::clamp(habits.num_inference_steps, habits.least_steps(), habits.most_steps()), habits.distilled() ? 1.0 : habits.guidance_scale};
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

GeneratorFactory ltx_factory(const ShowConfig& config, int cores_left) {
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
    options.cores_left = cores_left;
    options.device = config.device;
    options.dtype = config.dtype;
    return [model = config.model, options] {
        ListeningGenerator made{make_ltx_generator(model, options), nullptr, {}};
        const std::filesystem::path ears = parts_folder(model) / "audio_encoder";
        if (std::filesystem::is_directory(ears)) {
            const auto hearing = std::make_shared<WindowEars>(load_audio_encoder(ears));
            made.look_back = hearing->look_back();
            made.encode = [hearing](const ChunkSound& sound, std::int64_t window_frames) { return hearing->tokens(sound, window_frames); };
        }
        return made;
    };
}

}  // namespace chladni
