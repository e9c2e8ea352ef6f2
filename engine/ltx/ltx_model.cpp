#include "engine/ltx/ltx_model.h"

#include "engine/base/check.h"

namespace chladni::ltx {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kMostPixels = 8192, kMostFrames = 4096;

void check_parts_meet(const LtxModel& model, const fs::path& folder) {
    const std::int64_t of_transformer = model.transformer.config().in_channels, of_vae = model.vae.config().latent_channels;
    require(of_transformer == of_vae, "expected the transformer and the VAE of '" + folder.string() + "' to have the same latent channels, got " +
                                          std::to_string(of_transformer) + " and " + std::to_string(of_vae));
}

}  // namespace

ModelHabits load_model_habits(const ModelSource& model, const VaeConfig& vae) {
    const ConfigJson own = model.index().object("chladni");
    ModelHabits habits;
    habits.width = own.whole("width", 1, kMostPixels, 16 * vae.spatial_ratio);
    habits.height = own.whole("height", 1, kMostPixels, 10 * vae.spatial_ratio);
    habits.window_frames = own.whole("window_frames", 1, kMostFrames, vae.frames_of(13));
    habits.frame_rate = own.number("frame_rate", habits.frame_rate);
    habits.max_text_length = own.whole("max_text_length", 1, 4096, habits.max_text_length);
    habits.sampler = model.sampler();
    habits.causal_positions = model.causal_positions();
    if (habits.frame_rate <= 0) own.refuse("frame_rate", "a positive number");
    return habits;
}

LtxModel LtxModel::load(const fs::path& place, at::Device device, at::ScalarType dtype) {
    const ModelSource source = ModelSource::open(place);
    const fs::path& folder = source.folder();
    const PartSource<VaeConfig> vae = source.vae();
    const ModelHabits habits = load_model_habits(source, vae.config);
    Transformer transformer = Transformer::load(source.transformer(), device, dtype);
    std::optional<AudioAdapter> adapter;
    if (source.has("audio_adapter"))
        adapter = AudioAdapter::load(folder / "audio_adapter", transformer.config(), device, dtype);
    LtxModel model{habits,
                   std::move(transformer),
                   std::move(adapter),
                   VideoVae::load(vae, device, dtype),
                   TextEncoder::load(folder / "text_encoder", folder / "tokenizer", device, dtype),
                   source.scheduler()};
    check_parts_meet(model, place);
    return model;
}

}  // namespace chladni::ltx
