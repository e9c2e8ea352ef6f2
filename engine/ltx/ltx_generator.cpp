#include "engine/ltx/ltx_generator.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

#include "engine/base/check.h"
#include "engine/ltx/audio_listening.h"
#include "engine/ltx/chunk_window.h"
#include "engine/ltx/denoise.h"
#include "engine/ltx/ltx_model.h"
#include "engine/ltx/prompt_cache.h"
#include "engine/tensor/device.h"
#include "engine/tensor/safetensors.h"
#include "engine/tensor/stream.h"

namespace chladni {

namespace {

using namespace ltx;

// A size or a number of frames that the autoencoder cannot make is the caller's mistake.
void check_multiple(const char* what, std::int64_t value, std::int64_t ratio, std::int64_t offset) {
    if (value < ratio + offset || value % ratio != offset)
        throw UsageError(std::string("expected a ") + what + " of " + std::to_string(ratio) + " k" +
                         (offset ? " + " + std::to_string(offset) : "") + " for this model, got " + std::to_string(value));
}

LatentGrid grid_for(const LtxModel& model, const LtxOptions& options) {
    const VaeConfig& vae = model.vae.config();
    const ModelHabits& habits = model.habits;
    const std::int64_t width = options.width ? options.width : habits.width;
    const std::int64_t height = options.height ? options.height : habits.height;
    const std::int64_t frames = options.window_frames ? options.window_frames : habits.window_frames;
    check_multiple("width", width, vae.spatial_ratio, 0);
    check_multiple("height", height, vae.spatial_ratio, 0);
    check_multiple("number of frames", frames, vae.temporal_ratio, 1);
    const double rate = options.frame_rate > 0 ? options.frame_rate : habits.frame_rate;
    return {(frames - 1) / vae.temporal_ratio + 1, height / vae.spatial_ratio, width / vae.spatial_ratio,
            vae.temporal_ratio, vae.spatial_ratio, rate, habits.causal_positions};
}

TextUse text_use_of(const LtxOptions& options) {
    TextUse use;
    if (options.text_device != "auto") use.device = device_from(options.text_device);
    use.free_network = options.free_text;
    use.store = options.prompt_store.value_or(EmbeddingStore::usual_folder());
    return use;
}

class LtxGenerator final : public Generator {
public:
    LtxGenerator(LtxModel model, const LtxOptions& options, at::Device device)
        : model_(std::move(model)),
          grid_(grid_for(model_, options)),
          device_(device),
          stream_(own_stream(device)),
          prompts_(model_, blend_kind_from(options.prompt_blend)) {
        const std::int64_t most = grid_.frames - 1;
        if (options.context_latents < 1 || options.context_latents > most)
            throw UsageError("expected 1 to " + std::to_string(most) + " context latents for a window of " +
                             std::to_string(grid_.frames) + ", got " + std::to_string(options.context_latents));
        context_latents_ = options.context_latents;
        latents_out_ = options.latents_out;
        const at::Tensor coords = make_coordinates(grid_, device_);                                              // [1, 3, N]
        rotary_ = model_.transformer.rotary(coords);                                                             // [1, N, D/2]
        middles_ = middle_times(coords.select(1, 0), static_cast<double>(grid_.temporal_ratio), grid_.frame_rate);  // [1, N]
        describe();
    }

    const GeneratorInfo& info() const override { return info_; }

    VideoChunk generate(const ChunkRequest& request, std::stop_token stop) override {
        const c10::InferenceMode inference;
        const OnStream on(stream_);
        try {
            return make(request, stop);
        } catch (...) {
            reset();
            throw;
        }
    }

    void reset() override { context_ = at::Tensor(); }

private:
    void describe() {
        const ChunkWindow first = window(0), later = window(context_latents_);
        info_.name = "ltx";
        info_.width = static_cast<int>(grid_.width * grid_.spatial_ratio);
        info_.height = static_cast<int>(grid_.height * grid_.spatial_ratio);
        info_.frame_rate = grid_.frame_rate;
        info_.first_frames = first.new_frames();
        info_.next_frames = later.new_frames();
        info_.context = {later.context_seconds()};
        if (model_.adapter) info_.layers = static_cast<std::size_t>(model_.transformer.config().layers);
    }

    ChunkWindow window(std::int64_t context) const { return {grid_, context}; }

    VideoChunk make(const ChunkRequest& request, std::stop_token stop) {
        if (request.index == 0) reset();
        const ChunkWindow now = window(request.index == 0 ? 0 : context_latents_);
        const at::Tensor latents = latents_for(request, now, stop);                         // [1, C, F, H, W]
        if (!latents_out_.empty()) write_safetensors(latents_out_, {{"latents", latents.to(at::kFloat)}});
        const at::Tensor frames = model_.vae.decode(latents);                               // [1, 3, T, H, W]
        VideoChunk chunk = finished_chunk(frames, now.context_frames(), request, grid_.frame_rate);
        context_ = latents.narrow(2, grid_.frames - context_latents_, context_latents_).clone();  // [1, C, P, H, W]
        return chunk;
    }

    at::Tensor latents_for(const ChunkRequest& request, const ChunkWindow& now, std::stop_token stop) {
        DenoiseJob job;
        job.tokens = noise(request.seed);  // [1, N, C]
        if (context_.defined()) {          // not after a failure: then the window starts from noise alone
            job.clean_tokens = now.context * grid_.cells();
            job.tokens.narrow(1, 0, job.clean_tokens).copy_(tokens_of(context_));  // [1, P, C]
        }
        job.rotary = rotary_;
        job.sigmas = sigmas(static_cast<std::int64_t>(request.params[ParamId::kSteps]));
        job.guidance_scale = static_cast<double>(request.params[ParamId::kGuidanceScale]);
        job.text = &prompts_.keys(request.prompt, request.negative_prompt, job.guidance_scale > 1.0);
        const std::optional<AudioListening> audio = listening(request, now);
        job.audio = audio ? &*audio : nullptr;
        return latents_of(denoise(model_.transformer, job, stop), grid_.frames, grid_.height, grid_.width);  // [1, C, F, H, W]
    }

    // Drawn on the CPU, so that a seed means the same on every device.
    at::Tensor noise(std::uint64_t seed) const {
        const at::Generator random = at::make_generator<at::CPUGeneratorImpl>(seed);
        return at::randn({1, grid_.tokens(), model_.transformer.config().in_channels}, random).to(device_);  // [1, N, C]
    }

    std::vector<double> sigmas(std::int64_t steps) const {
        const bool distilled = model_.habits.sampler == "distilled";  // which has lists of 7 and 8 only
        return make_sigmas(model_.habits.sampler, distilled ? std::clamp<std::int64_t>(steps, 7, 8) : steps, grid_.tokens(),
                           model_.scheduler);
    }

    std::optional<AudioListening> listening(const ChunkRequest& request, const ChunkWindow& now) const {
        if (!model_.adapter || request.audio.count() == 0) return std::nullopt;
        const std::int64_t dim = model_.adapter->config().audio_hidden_dim;
        require(request.audio.dim == static_cast<std::size_t>(dim) && request.audio.values.size() == request.audio.count() * request.audio.dim,
                "expected audio tokens of width " + std::to_string(dim) + ", as the model's audio_adapter has it, got " +
                    std::to_string(request.audio.dim));
        const at::Tensor scale = request.audio_scale.empty() ? at::full({1, 1}, request.params[ParamId::kAudioScale])
                                                             : scale_per_token(request.audio_scale, now);  // [1, 1 or N]
        return std::optional<AudioListening>(std::in_place, *model_.adapter, audio_in_window(request, now), middles_, scale, active(request));
    }

    std::vector<bool> active(const ChunkRequest& request) const {
        std::vector<bool> on;
        for (std::size_t i = 0; i < std::min(info_.layers, kMaxLayers); ++i) on.push_back(request.params.on(layer_param(i)));
        return on;
    }

    LtxModel model_;
    LatentGrid grid_;
    at::Device device_;
    std::optional<c10::Stream> stream_;
    PromptCache prompts_;
    std::int64_t context_latents_ = 0;
    std::filesystem::path latents_out_;
    at::Tensor rotary_;   // [1, N, D/2]
    at::Tensor middles_;  // [1, N]
    at::Tensor context_;  // [1, C, P, H, W] of the window before, or undefined
    GeneratorInfo info_;
};

}  // namespace

std::unique_ptr<Generator> make_ltx_generator(const std::filesystem::path& model, const LtxOptions& options) {
    const c10::InferenceMode inference;
    const at::Device device = device_from(options.device);
    const at::ScalarType dtype = dtype_from(options.dtype, device);
    return std::make_unique<LtxGenerator>(LtxModel::load(model, device, dtype, text_use_of(options)), options, device);
}

}  // namespace chladni
