#include "engine/ltx/ltx_generator.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/ltx/chunk_window.h"
#include "engine/ltx/deblock.h"
#include "engine/ltx/lora.h"
#include "engine/ltx/ltx_pipeline.h"
#include "engine/tensor/device.h"
#include "engine/tensor/safetensors.h"
#include "engine/tensor/stream.h"

namespace chladni {

namespace {

using namespace ltx;

LtxCall call_of(const LtxOptions& options) {
    LtxCall call;
    call.width = options.width;
    call.height = options.height;
    call.num_frames = options.window_frames;
    call.frame_rate = options.frame_rate;
    return call;
}

// Of a latent frame: with 84 (192x112 px) the nano model still draws shapes, with 40 it does not.
constexpr double kFewestCells = 80.0;

// [B, C, T, h, w] to [B, C, T, height, width]; the very same tensor where that is its size.
at::Tensor resized(const at::Tensor& planes, std::int64_t height, std::int64_t width) {
    if (planes.size(3) == height && planes.size(4) == width) return planes;
    return at::upsample_trilinear3d(planes, {planes.size(2), height, width}, false);  // [B, C, T, height, width]
}

class LtxGenerator final : public Generator {
public:
    LtxGenerator(LtxModel loaded, const LtxOptions& options, at::Device device)
        : pipeline_(std::move(loaded), device, blend_kind_from(options.prompt_blend)),
          size_(call_of(options)),
          grid_(pipeline_.grid_of(size_)),
          stream_(own_stream(device)) {
        const std::int64_t most = grid_.frames - 1;
        if (options.context_latents < 1 || options.context_latents > most)
            throw UsageError("expected 1 to " + std::to_string(most) + " context latents for a window of " +
                             std::to_string(grid_.frames) + ", got " + std::to_string(options.context_latents));
        context_latents_ = options.context_latents;
        if (!options.injection_mode.empty()) size_.audio_choice.modes = audio_modes_from(options.injection_mode);
        for (const auto& [file, strength] : options.loras) loras_.emplace_back(Lora::attach(file, pipeline_.model().transformer), strength);
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

    void reset() override { context_ = shown_ = at::Tensor(); }

private:
    void describe() {
        const ChunkWindow first = window(0), later = window(context_latents_);
        info_.name = "ltx";
        info_.width = static_cast<int>(grid_.width * grid_.spatial_ratio);
        info_.height = static_cast<int>(grid_.height * grid_.spatial_ratio);
        info_.frame_rate = grid_.frame_rate;
        info_.least_scale = std::min(1.0, std::sqrt(kFewestCells / static_cast<double>(grid_.width * grid_.height)));
        info_.least_steps = static_cast<int>(pipeline_.model().habits.least_steps());
        info_.most_steps = static_cast<int>(pipeline_.model().habits.most_steps());
        info_.words = pipeline_.model().habits.words;
        info_.first_frames = first.new_frames();
        info_.next_frames = later.new_frames();
        info_.context = {later.context_seconds()};
        if (pipeline_.model().adapter) info_.layers = static_cast<std::size_t>(pipeline_.model().transformer.config().layers);
    }

    ChunkWindow window(std::int64_t context) const { return {grid_, context}; }

    VideoChunk make(const ChunkRequest& request, std::stop_token stop) {
        if (request.index == 0) reset();
        const ChunkWindow now = window(request.index == 0 ? 0 : context_latents_);
        const at::Tensor latents = latents_for(request, now, stop);                               // [1, C, F, H, W]
        const at::Tensor frames = resized(pipeline_.decode(latents), info_.height, info_.width);  // [1, 3, T, H, W]
        join(frames, now.context_frames());
        VideoChunk chunk = finished_chunk(frames, now.context_frames(), request, grid_.frame_rate);
        context_ = latents.narrow(2, grid_.frames - context_latents_, context_latents_).clone();  // [1, C, P, H, W]
        return chunk;
    }

    // `frames` [1, 3, T, H, W] of a model whose cells would show go on from the last that was shown; `first` is the first new one.
    void join(const at::Tensor& frames, std::int64_t first) {
        if (!pipeline_.model().habits.deblocks) return;
        const at::Tensor after = frames.narrow(2, first, 1);                                      // [1, 3, 1, H, W]
        if (shown_.defined()) after.copy_(deblocked_after(after, shown_));
        shown_ = frames.narrow(2, frames.size(2) - 1, 1).clone();                                 // [1, 3, 1, H, W]
    }

    at::Tensor latents_for(const ChunkRequest& request, const ChunkWindow& now, std::stop_token stop) {
        LtxCall call = sized(request.scale);
        call.prompt = request.prompt;
        call.negative_prompt = request.negative_prompt;
        call.seed = request.seed;
        call.num_inference_steps = static_cast<std::int64_t>(request.params[ParamId::kSteps]);
        call.guidance_scale = static_cast<double>(request.params[ParamId::kGuidanceScale]);
        call.audio = audio_in_window(request, now);
        call.audio_scale = static_cast<double>(request.params[ParamId::kAudioScale]);
        if (!request.audio_scale.empty()) call.audio_scale_curve = scale_per_latent(request.audio_scale, now);
        call.audio_choice.blocks = active(request);
        for (auto& [lora, strength] : loras_) lora.set_strength(strength * static_cast<double>(request.params[ParamId::kLoraScale]));
        if (context_.defined())  // not after a failure: then from noise alone
            call.conditioning.push_back({resized(context_, call.height / grid_.spatial_ratio, call.width / grid_.spatial_ratio), 0, 1.0, {}});
        return pipeline_.latents(call, stop);  // [1, C, F, H, W]
    }

    // All windows have that in common, their size aside: whole cells, as many as come nearest to that share of all.
    LtxCall sized(double scale) const {
        const auto share_of = [&](std::int64_t cells) { return std::max<std::int64_t>(1, std::llround(scale * static_cast<double>(cells))) * grid_.spatial_ratio; };
        LtxCall call = size_;
        call.width = share_of(grid_.width);
        call.height = share_of(grid_.height);
        return call;
    }

    std::vector<bool> active(const ChunkRequest& request) const {
        std::vector<bool> on;
        for (std::size_t i = 0; i < std::min(info_.layers, kMaxLayers); ++i) on.push_back(request.params.on(layer_param(i)));
        return on;
    }

    LtxPipeline pipeline_;
    LtxCall size_;  // what all windows have in common
    std::vector<std::pair<Lora, double>> loras_;
    LatentGrid grid_;
    std::optional<c10::Stream> stream_;
    std::int64_t context_latents_ = 0;
    at::Tensor context_;  // [1, C, P, H, W] of the window before, or undefined
    at::Tensor shown_;    // [1, 3, 1, H, W], the last frame of the window before, or undefined
    GeneratorInfo info_;
};

}  // namespace

std::unique_ptr<Generator> make_ltx_generator(const std::filesystem::path& model, const LtxOptions& options) {
    const c10::InferenceMode inference;
    const at::Device device = device_from(options.device);
    if (device.is_cpu()) leave_cores(options.cores_left);
    const at::ScalarType dtype = dtype_from(options.dtype, device);
    const TextUse text = text_use_from(options.text_device, options.free_text, options.prompt_store.value_or(EmbeddingStore::usual_folder()));
    return std::make_unique<LtxGenerator>(LtxModel::load(model, device, dtype, text, options.fp8), options, device);
}

}  // namespace chladni
