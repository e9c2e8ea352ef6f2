#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/runtime/show_config.h"
#include "engine/types/audio_buffer.h"
#include "engine/types/chunk.h"

namespace chladni {

/// A picture or a film that a clip has to hold to.
struct ClipCondition {
    std::filesystem::path file;
    std::int64_t frame = 0;  ///< of the clip, where it begins; a film's must be a multiple of the VAE's temporal ratio
    double strength = 1.0;   ///< 0..1
    std::int64_t last_frames = 0;  ///< so many of the film's last frames instead of its first: the clip goes on where it ends
};

/// One call of the pipeline; sizes of 0 are the model's own.
struct ClipCall {
    int height = 0, width = 0;           ///< px, multiples of the VAE's spatial ratio (LTX-Video: 32)
    std::int64_t num_frames = 0;         ///< temporal ratio k + 1 (LTX-Video: 8k + 1)
    double frame_rate = 0;
    std::string prompt, negative_prompt;
    AudioBuffer audio;                   ///< from the first frame on; no samples: nothing is heard
    std::vector<double> beats_s;         ///< of that sound, for the encoder
    double audio_scale = 1.0;            ///< 0: the base model, bit for bit
    std::string audio_injection_mode;    ///< ways of listening that take part, joined by "+"; empty: all that the model has
    std::vector<bool> audio_injection_layers;  ///< by block; those beyond its end listen
    std::optional<std::int64_t> num_inference_steps;  ///< nothing: the model's own, 20 where it says none
    std::optional<double> guidance_scale;             ///< the same, 4.5; above 1 a step costs twice
    std::uint64_t seed = 1;
    std::vector<ClipCondition> conditions;
    double image_cond_noise_scale = 0.0;
    double decode_timestep = 0.05;       ///< how noisy the VAE takes the latents to be, where it is told
    double decode_noise_scale = 0.0;     ///< noise that they are given for it, 0..1 (LTX-Video's own pipeline: 0.025)
    int decode_tile = 0;                 ///< latent cells; above 0 the picture is decoded in tiles, in less memory
    double tone_map_compression = 0.0;   ///< of a second pass, 0..1
    std::function<void(std::size_t step, std::size_t of)> progress;
};

/// What comes of it.
struct Clip {
    VideoChunk frames;
    double frame_rate = 0;
    std::vector<std::int64_t> latents_shape;  ///< [1, C, F, H, W]
    std::vector<float> latents;               ///< normalised
};

/// LTX-Video with ears, for programs: text and sound to a clip. Load once, call often. One thread.
class LTXAudioVideoPipeline {
public:
    /// `model`: a folder in the diffusers layout, or a single checkpoint file with text_encoder/ and tokenizer/ beside it.
    /// `device` auto, cpu, cuda, cuda:N; `dtype` auto, float32, bfloat16, float16. Throws Error: what is missing or does not
    /// fit, or a build without LibTorch; UsageError for another word.
    static LTXAudioVideoPipeline from_pretrained(const std::filesystem::path& model, const std::string& device = "auto",
                                                 const std::string& dtype = "auto", const TextChoice& text = {}, bool fp8 = false);
    LTXAudioVideoPipeline(LTXAudioVideoPipeline&&) noexcept;
    ~LTXAudioVideoPipeline();

    /// Adds a LoRA to the transformer, from the next call on. Throws Error where it is for another model.
    void load_lora(const std::filesystem::path& file, double strength = 1.0);

    /// From the next call on a clip is made in two passes: small, then enlarged by this latent upsampler (a folder or a single
    /// file) and made over. Throws Error.
    void load_upsampler(const std::filesystem::path& place);

    /// Same call, same machine: same clip. Throws UsageError for a size or number of frames that the VAE cannot make, Error
    /// for all else, also where `stop` asks for it.
    Clip operator()(const ClipCall& call, std::stop_token stop = {});

private:
    struct State;
    explicit LTXAudioVideoPipeline(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace chladni
