#include "engine/ltx/ltx_model.h"

#include "engine/base/check.h"
#include "engine/tensor/memory.h"

namespace chladni::ltx {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kMostPixels = 8192, kMostFrames = 4096;

// `what` is the same number in two parts that hand it on.
void check_meet(const fs::path& folder, const std::string& what, std::int64_t one, std::int64_t other) {
    require(one == other, "expected the transformer and " + what + " in '" + folder.string() + "', got " +
                              std::to_string(one) + " and " + std::to_string(other));
}

// Everything is built on the meta device first, where it costs nothing.
void check_parts(const ModelSource& source, at::Device device, at::ScalarType dtype, const TextEncoder& text) {
    const fs::path& place = source.place();
    const TransformerConfig transformer = Transformer::load(source.transformer(), at::kMeta, dtype).config();
    const VaeConfig vae = VideoVae::load(source.vae(), at::kMeta, dtype).config();
    check_meet(place, "the VAE to have the same latent channels", transformer.in_channels, vae.latent_channels);
    check_meet(place, "the text encoder to have the same width of captions", transformer.caption_channels, text.config().width);
    std::uint64_t needed = bytes_of(Transformer::shapes(transformer), dtype) + bytes_of(VideoVae::shapes(vae), dtype);
    if (source.has("audio_adapter")) {
        const AudioAdapter adapter = AudioAdapter::load(source.folder() / "audio_adapter", transformer, at::kMeta, dtype);
        needed += bytes_of(AudioAdapter::shapes(adapter.config(), transformer), dtype);
    }
    const bool apart = text.device().type() != device.type();
    require_room(needed + (apart ? 0 : text.bytes()), available_bytes(device), place.string());
    if (apart) require_room(text.bytes(), available_bytes(text.device()), (source.folder() / "text_encoder").string());
}

}  // namespace

ModelHabits load_model_habits(const ModelSource& model, const VaeConfig& vae) {
    const ConfigJson index = model.index();
    if (!index.text("_class_name", "LTXPipeline").starts_with("LTX")) index.refuse("_class_name", "one of LTX-Video's pipelines");
    const ConfigJson own = index.object("chladni");
    ModelHabits habits;
    habits.width = own.whole("width", 1, kMostPixels, 16 * vae.spatial_ratio);
    habits.height = own.whole("height", 1, kMostPixels, 10 * vae.spatial_ratio);
    habits.window_frames = own.whole("window_frames", 1, kMostFrames, vae.frames_of(13));
    habits.frame_rate = own.number("frame_rate", habits.frame_rate);
    habits.max_text_length = own.whole("max_text_length", 1, 4096, habits.max_text_length);
    habits.num_inference_steps = own.whole("num_inference_steps", 1, 1000, habits.num_inference_steps);
    habits.guidance_scale = own.number("guidance_scale", habits.guidance_scale);
    const auto solver = solver_named(own.text("solver", own.truth("stochastic_sampling", model.is_stochastic()) ? "stochastic" : "euler"));
    if (!solver) own.refuse("solver", "euler, adams_bashforth or stochastic");
    habits.solver = *solver;
    habits.deblocks = own.truth("deblock", false);
    if (own.has("words")) habits.words = own.texts("words");
    habits.sampler = model.sampler();
    habits.causal_positions = model.causal_positions();
    if (habits.frame_rate <= 0) own.refuse("frame_rate", "a positive number");
    return habits;
}

LtxModel LtxModel::load(const fs::path& place, at::Device device, at::ScalarType dtype, const TextUse& text_use, bool fp8) {
    const ModelSource source = ModelSource::open(place);
    const fs::path& folder = source.folder();
    const PartSource<VaeConfig> vae = source.vae();
    const ModelHabits habits = load_model_habits(source, vae.config);
    TextEncoder text = TextEncoder::load(folder / "text_encoder", folder / "tokenizer", device, dtype, text_use);
    check_parts(source, device, dtype, text);
    PartSource<TransformerConfig> part = source.transformer();
    part.files.fp8 = fp8;
    Transformer transformer = Transformer::load(part, device, dtype);
    std::optional<AudioAdapter> adapter;
    if (source.has("audio_adapter"))
        adapter = AudioAdapter::load(folder / "audio_adapter", transformer.config(), device, dtype);
    return {habits, std::move(transformer), std::move(adapter), VideoVae::load(vae, device, dtype), std::move(text), source.scheduler()};
}

}  // namespace chladni::ltx
