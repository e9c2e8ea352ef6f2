#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/generate/generator.h"

namespace chladni {

struct LtxOptions {
    int width = 0, height = 0;        ///< px; 0: the model's own small size. Must be multiples of the VAE's spatial ratio
    std::int64_t window_frames = 0;   ///< frames of one window, ratio*k+1; 0: the model's own (model_index.json "chladni")
    int context_latents = 3;          ///< clean latents that a window repeats from the one before
    double frame_rate = 0;            ///< 0: the model's own
    std::string injection_mode;       ///< ways of listening that take part, joined by "+"; empty: all that the model has
    std::vector<std::pair<std::filesystem::path, double>> loras;  ///< files and their strengths; the parameter multiplies them
    bool fp8 = false;                 ///< the transformer's blocks multiply in fp8
    std::string device = "auto";      ///< auto, cpu, cuda, cuda:N
    std::string dtype = "auto";       ///< auto, float32, bfloat16, float16
    int cores_left = 0;               ///< where the device is the CPU: so many of its cores are left to others
    std::string text_device = "auto";  ///< where prompts are encoded: auto (the same device), cpu, cuda, cuda:N
    bool free_text = false;            ///< true: T5 is freed after each encoding, and read anew for the next
    std::optional<std::filesystem::path>
        prompt_store;                     ///< encoded prompts; nothing: in the user's cache folder; empty: none
    std::string prompt_blend = "linear";  ///< how "a::0.7 b::0.3" is mixed: linear, slerp
};

/// A generator on a model folder (diffusers layout). Throws Error: what is missing or does not fit. Call on the thread that
/// will generate.
std::unique_ptr<Generator> make_ltx_generator(const std::filesystem::path& model, const LtxOptions& options);

}  // namespace chladni
