#include "engine/ltx/synth_geometry.h"

#include "engine/base/check.h"

namespace chladni::ltx {

namespace {

/// The way from noise to picture.
struct Steps {
    const char* solver;
    double base_shift, max_shift;
    bool whole;  // down to no noise at all; else LTX-Video's list, which ends at 0.1
};

constexpr Steps kLtxSteps{"euler", 0.95, 2.05, false};
constexpr Steps kFewSteps{"adams_bashforth", 0.75, 1.85, true};  // the most that four steps can give

struct Size {
    const char* name;
    int layers, heads, head_dim, caption, latent_channels;  // transformer
    int text_heads, text_feed, text_layers, vocabulary;     // T5, as wide as the captions
    int width, height, window_frames;                       // px, px, frames: the model's own use
    bool large;                                             // the public VAE (0.9.5 and later), and bfloat16
    const char* injection;
    double pool_s;                                          // how far `add` hears to each side
    Steps steps;
};

constexpr Size kSizes[] = {
    {"tiny", 2, 2, 32, 32, 8, 2, 64, 1, 512, 64, 32, 13, false, "cross_attention", 0.2, kLtxSteps},
    {"nano", 6, 3, 64, 256, 32, 4, 512, 2, 1024, 256, 144, 49, false, "cross_attention+add", 0.09, kFewSteps},
    {"2b", 28, 32, 64, 4096, 128, 64, 10240, 24, 32128, 768, 512, 121, true, "cross_attention", 0.2, kLtxSteps},
    {"13b", 48, 32, 128, 4096, 128, 64, 10240, 24, 32128, 768, 512, 121, true, "cross_attention", 0.2, kLtxSteps},
};

OrderedJson transformer_of(const Size& size) {
    const int width = size.heads * size.head_dim;
    return {{"_class_name", "LTXVideoTransformer3DModel"},
            {"in_channels", size.latent_channels},
            {"out_channels", size.latent_channels},
            {"patch_size", 1},
            {"patch_size_t", 1},
            {"num_attention_heads", size.heads},
            {"attention_head_dim", size.head_dim},
            {"cross_attention_dim", width},
            {"num_layers", size.layers},
            {"activation_fn", "gelu-approximate"},
            {"qk_norm", "rms_norm_across_heads"},
            {"norm_elementwise_affine", false},
            {"norm_eps", 1e-6},
            {"caption_channels", size.caption},
            {"attention_bias", true},
            {"attention_out_bias", true}};
}

OrderedJson autoencoder_base(int latent_channels) {
    return {{"_class_name", "AutoencoderKLLTXVideo"},
            {"in_channels", 3},
            {"out_channels", 3},
            {"latent_channels", latent_channels},
            {"patch_size", 4},
            {"patch_size_t", 1},
            {"resnet_norm_eps", 1e-6},
            {"scaling_factor", 1.0},
            {"encoder_causal", true},
            {"decoder_causal", false}};
}

// 16 x 16 px and 4 frames a latent cell: two steps, small enough for a CPU.
OrderedJson small_autoencoder(int latent_channels) {
    OrderedJson config = autoencoder_base(latent_channels);
    config["block_out_channels"] = {32, 64, 128};
    config["down_block_types"] = {"LTXVideo095DownBlock3D", "LTXVideo095DownBlock3D"};
    config["layers_per_block"] = {2, 2, 1};
    config["spatio_temporal_scaling"] = {true, true};
    config["downsample_type"] = {"spatiotemporal", "spatiotemporal"};
    config["decoder_block_out_channels"] = {64, 128};
    config["decoder_layers_per_block"] = {2, 2, 1};
    config["decoder_spatio_temporal_scaling"] = {true, true};
    config["decoder_inject_noise"] = {false, false, false};
    config["upsample_residual"] = {false, false};
    config["upsample_factor"] = {2, 2};
    config["timestep_conditioning"] = false;
    config["spatial_compression_ratio"] = 16;
    config["temporal_compression_ratio"] = 4;
    return config;
}

// The public one since 0.9.5: 32 x 32 px and 8 frames a cell.
OrderedJson public_autoencoder(int latent_channels) {
    OrderedJson config = autoencoder_base(latent_channels);
    config["block_out_channels"] = {128, 256, 512, 1024, 2048};
    config["down_block_types"] = OrderedJson(std::vector<std::string>(4, "LTXVideo095DownBlock3D"));
    config["layers_per_block"] = {4, 6, 6, 2, 2};
    config["spatio_temporal_scaling"] = {true, true, true, true};
    config["downsample_type"] = {"spatial", "temporal", "spatiotemporal", "spatiotemporal"};
    config["decoder_block_out_channels"] = {256, 512, 1024};
    config["decoder_layers_per_block"] = {5, 5, 5, 5};
    config["decoder_spatio_temporal_scaling"] = {true, true, true};
    config["decoder_inject_noise"] = {false, false, false, false};
    config["upsample_residual"] = {true, true, true};
    config["upsample_factor"] = {2, 2, 2};
    config["timestep_conditioning"] = true;
    config["spatial_compression_ratio"] = 32;
    config["temporal_compression_ratio"] = 8;
    return config;
}

OrderedJson text_encoder_of(const Size& size) {
    return {{"architectures", {"T5EncoderModel"}},
            {"model_type", "t5"},
            {"feed_forward_proj", "gated-gelu"},
            {"vocab_size", size.vocabulary},
            {"d_model", size.caption},
            {"d_kv", size.caption / size.text_heads},
            {"num_heads", size.text_heads},
            {"d_ff", size.text_feed},
            {"num_layers", size.text_layers},
            {"relative_attention_num_buckets", 32},
            {"relative_attention_max_distance", 128},
            {"layer_norm_epsilon", 1e-6}};
}

OrderedJson scheduler_of(const Steps& steps) {
    return {{"_class_name", "FlowMatchEulerDiscreteScheduler"},
            {"num_train_timesteps", 1000},
            {"shift", 1.0},
            {"use_dynamic_shifting", true},
            {"base_shift", steps.base_shift},
            {"max_shift", steps.max_shift},
            {"base_image_seq_len", 1024},
            {"max_image_seq_len", 4096},
            {"shift_terminal", steps.whole ? OrderedJson(nullptr) : OrderedJson(0.1)}};
}

OrderedJson index_of(const Size& size) {
    return {{"_class_name", "LTXConditionPipeline"},
            {"transformer", {"diffusers", "LTXVideoTransformer3DModel"}},
            {"vae", {"diffusers", "AutoencoderKLLTXVideo"}},
            {"text_encoder", {"transformers", "T5EncoderModel"}},
            {"tokenizer", {"transformers", "T5Tokenizer"}},
            {"scheduler", {"diffusers", "FlowMatchEulerDiscreteScheduler"}},
            {"chladni",
             {{"geometry", size.name},
              {"solver", size.steps.solver},
              {"trained", false},
              {"width", size.width},
              {"height", size.height},
              {"window_frames", size.window_frames},
              {"frame_rate", 24.0},
              {"max_text_length", size.large ? 256 : 32},
              {"num_inference_steps", size.large ? 20 : 4},
              {"guidance_scale", size.large ? 4.5 : 1.0}}}};
}

SynthGeometry geometry_of(const Size& size) {
    const int width = size.heads * size.head_dim;
    SynthGeometry geometry;
    geometry.soft_decoder = !size.large;
    geometry.bfloat16 = size.large;
    geometry.configs = {{"model_index.json", index_of(size)},
                        {"transformer/config.json", transformer_of(size)},
                        {"vae/config.json", size.large ? public_autoencoder(size.latent_channels)
                                                       : small_autoencoder(size.latent_channels)},
                        {"text_encoder/config.json", text_encoder_of(size)},
                        {"tokenizer/tokenizer_config.json", {{"tokenizer_class", "T5Tokenizer"}, {"extra_ids", 0}}},
                        {"scheduler/scheduler_config.json", scheduler_of(size.steps)},
                        {"audio_encoder/config.json",
                         {{"encoder_type", "spectrogram"},
                          {"sample_rate", 16000},
                          {"hidden_dim", width},
                          {"use_beat_features", true},
                          {"frames_per_second", 24.0},
                          {"audio_context_frames", 4}}},
                        {"audio_adapter/config.json",
                         {{"injection_mode", size.injection},
                          {"injection_layers", nullptr},
                          {"window_s", 0.75},
                          {"pool_s", size.pool_s},
                          {"audio_hidden_dim", width}}}};
    return geometry;
}

}  // namespace

SynthGeometry synth_geometry(const std::string& name) {
    std::string known;
    for (const Size& size : kSizes) {
        if (name == size.name) return geometry_of(size);
        known += (known.empty() ? "" : ", ") + std::string(size.name);
    }
    throw UsageError("--geometry: expected one of " + known + ", got '" + name + "'");
}

}  // namespace chladni::ltx
