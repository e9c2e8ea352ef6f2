// Chosen where LibTorch is built in.
#include "engine/base/check.h"
#include "engine/generate/parts_folder.h"
#include "engine/ltx/chunk_window.h"
#include "engine/ltx/lora.h"
#include "engine/ltx/ltx_pipeline.h"
#include "engine/ltx/picture_tensor.h"
#include "engine/ltx/two_pass.h"
#include "engine/runtime/condition_frames.h"
#include "engine/runtime/encode_sound.h"
#include "engine/runtime/ltx_audio_video_pipeline.h"
#include "engine/tensor/device.h"
#include "engine/tensor/stream.h"

namespace chladni {

struct LTXAudioVideoPipeline::State {
    State(const std::filesystem::path& model, at::Device device, at::ScalarType dtype, const TextChoice& text, bool fp8)
        : pipeline(ltx::LtxModel::load(model, device, dtype, ltx::text_use_from(text.device, text.free), fp8), device, ltx::blend_kind_from(text.blend)), stream(own_stream(device)) {
        const std::filesystem::path folder = parts_folder(model) / "audio_encoder";
        if (std::filesystem::is_directory(folder)) encoder = load_audio_encoder(folder);
    }

    ltx::LtxPipeline pipeline;
    std::optional<c10::Stream> stream;
    std::unique_ptr<AudioEncoder> encoder;  // none: the model cannot hear
    std::optional<ltx::LatentUpsampler> upsampler;
};

namespace {

AudioTokens heard(AudioEncoder* encoder, const ClipCall& call, std::int64_t frames) {
    if (!encoder || call.audio.samples.empty()) return {};
    return encode_sound(*encoder, call.audio, {frames, false, call.beats_s}).tokens;
}

ltx::LtxCall plain_call(const ClipCall& call) {
    ltx::LtxCall plain;
    plain.height = call.height;
    plain.width = call.width;
    plain.num_frames = call.num_frames;
    plain.frame_rate = call.frame_rate;
    plain.prompt = call.prompt;
    plain.negative_prompt = call.negative_prompt;
    plain.audio_scale = call.audio_scale;
    plain.audio_choice.blocks = call.audio_injection_layers;
    if (!call.audio_injection_mode.empty()) plain.audio_choice.modes = ltx::audio_modes_from(call.audio_injection_mode);
    plain.num_inference_steps = call.num_inference_steps;
    plain.guidance_scale = call.guidance_scale;
    plain.seed = call.seed;
    plain.conditioning_noise = call.image_cond_noise_scale;
    plain.progress = call.progress;
    return plain;
}

// As many of its frames as make whole latents from its place to the clip's end.
ltx::ConditioningItem item_of(const ClipCondition& condition, const ltx::LtxPipeline& pipeline, const ltx::LatentGrid& grid) {
    const int width = static_cast<int>(grid.width * grid.spatial_ratio), height = static_cast<int>(grid.height * grid.spatial_ratio);
    const std::int64_t ratio = grid.temporal_ratio, room = std::max<std::int64_t>(1, grid.video_frames() - condition.frame);
    const bool whole = condition.frame % ratio == 0;
    const std::vector<std::vector<std::uint8_t>> pictures =
        condition.last_frames > 0 ? last_condition_frames(condition.file, width, height, std::min(condition.last_frames, room))
                                  : condition_frames(condition.file, width, height, whole ? (room - 1) / ratio * ratio + 1 : 1);
    const auto kept = static_cast<std::int64_t>(pictures.size() - 1) / ratio * ratio + 1;
    const at::Tensor frames = ltx::frames_from(pictures, kept, height, width);  // [1, 3, T, H, W]
    return {pipeline.encode(frames), condition.frame, condition.strength, {}};
}

std::vector<ltx::ConditioningItem> items_of(const ClipCall& call, const ltx::LtxPipeline& pipeline, const ltx::LtxCall& plain) {
    std::vector<ltx::ConditioningItem> items;
    for (const ClipCondition& condition : call.conditions) items.push_back(item_of(condition, pipeline, pipeline.grid_of(plain)));
    return items;
}

// Both passes, each conditioned at its own size.
at::Tensor latents_in_two_passes(const ClipCall& call, ltx::LtxPipeline& pipeline, const ltx::LatentUpsampler& upsampler, const ltx::LtxCall& plain,
                                 std::stop_token stop) {
    ltx::TwoPass how;
    how.tone_map = call.tone_map_compression;
    const ltx::TwoPassSize size = ltx::first_size(pipeline, plain, how);
    ltx::LtxCall small = plain, large = plain;
    small.height = size.height, small.width = size.width;
    large.height = 2 * size.height, large.width = 2 * size.width;
    return ltx::two_pass(pipeline, upsampler, plain, how, items_of(call, pipeline, small), items_of(call, pipeline, large), stop);
}

ltx::VaeDecodeOptions decode_options(const ClipCall& call) {
    ltx::VaeDecodeOptions options;
    options.timestep = at::full({1}, call.decode_timestep, at::kFloat);
    options.noise_scale = call.decode_noise_scale;
    options.noise_seed = call.seed;
    options.tiling.tile = call.decode_tile;
    options.tiling.overlap = std::max(1, call.decode_tile / 4);
    return options;
}

void keep_latents(Clip& clip, const at::Tensor& latents) {
    const at::Tensor plain = latents.to(at::kCPU, at::kFloat).contiguous();  // [1, C, F, H, W]
    clip.latents_shape = plain.sizes().vec();
    const float* data = plain.const_data_ptr<float>();
    clip.latents.assign(data, data + plain.numel());
}

}  // namespace

LTXAudioVideoPipeline::LTXAudioVideoPipeline(std::unique_ptr<State> state) : state_(std::move(state)) {}
LTXAudioVideoPipeline::LTXAudioVideoPipeline(LTXAudioVideoPipeline&&) noexcept = default;
LTXAudioVideoPipeline::~LTXAudioVideoPipeline() = default;

LTXAudioVideoPipeline LTXAudioVideoPipeline::from_pretrained(const std::filesystem::path& model, const std::string& device,
                                                             const std::string& dtype, const TextChoice& text, bool fp8) {
    const c10::InferenceMode inference;
    const at::Device place = device_from(device);
    return LTXAudioVideoPipeline(std::make_unique<State>(model, place, dtype_from(dtype, place), text, fp8));
}

void LTXAudioVideoPipeline::load_lora(const std::filesystem::path& file, double strength) {
    const c10::InferenceMode inference;
    ltx::Lora::attach(file, state_->pipeline.model().transformer).set_strength(strength);
}

void LTXAudioVideoPipeline::load_upsampler(const std::filesystem::path& place) {
    const c10::InferenceMode inference;
    const at::Device device = state_->pipeline.device();
    state_->upsampler = ltx::LatentUpsampler::load(place, device, state_->pipeline.model().transformer.dtype());
}

Clip LTXAudioVideoPipeline::operator()(const ClipCall& call, std::stop_token stop) {
    const c10::InferenceMode inference;
    const OnStream on(state_->stream);
    ltx::LtxPipeline& pipeline = state_->pipeline;
    ltx::LtxCall plain = plain_call(call);
    const ltx::LatentGrid grid = pipeline.grid_of(plain);
    plain.audio = heard(state_->encoder.get(), call, grid.video_frames());
    at::Tensor latents;  // [1, C, F, H, W]
    if (state_->upsampler) {
        latents = latents_in_two_passes(call, pipeline, *state_->upsampler, plain, stop);
    } else {
        plain.conditioning = items_of(call, pipeline, plain);
        latents = pipeline.latents(plain, stop);
    }
    const at::Tensor decoded = pipeline.decode(latents, decode_options(call));                                                          // [1, 3, T, H', W']
    const at::Tensor frames = ltx::resized(decoded, grid.height * grid.spatial_ratio, grid.width * grid.spatial_ratio);  // [1, 3, T, H, W]
    Clip clip;
    clip.frames = ltx::finished_chunk(frames, 0, ChunkRequest{}, grid.frame_rate);
    clip.frame_rate = grid.frame_rate;
    keep_latents(clip, latents);
    return clip;
}

}  // namespace chladni
