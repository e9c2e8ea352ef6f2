#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/ltx/audio_adapter.h"
#include "engine/ltx/coordinates.h"
#include "engine/ltx/model_source.h"
#include "engine/ltx/scheduler.h"
#include "engine/ltx/solver.h"
#include "engine/ltx/text_encoder.h"
#include "engine/ltx/transformer.h"
#include "engine/ltx/video_vae.h"

namespace chladni::ltx {

/// What a model says of its own best use: "chladni" in model_index.json. Where it says nothing: 16 x 10 latent cells, 13 latent
/// frames, 24 frames a second.
struct ModelHabits {
    std::int64_t width = 0, height = 0;  ///< px
    std::int64_t window_frames = 0;
    double frame_rate = 24.0;
    std::int64_t max_text_length = 256;
    std::int64_t num_inference_steps = 20;
    double guidance_scale = 4.5;
    Solver solver = Solver::kEuler;      ///< stochastic: 0.9.6 distilled
    std::string sampler = "flow_match";  ///< kind of make_sigmas()
    bool distilled() const { return sampler == "distilled"; }  ///< made for few steps without guidance
    std::int64_t least_steps() const { return distilled() ? 7 : 1; }      ///< a distilled model has lists of 7 and 8 only
    std::int64_t most_steps() const { return distilled() ? 8 : 1000; }
    bool deblocks = false;               ///< its cells would show: see deblocked()
    std::vector<std::string> words;      ///< of three letters and more, where it was taught few; empty: it knows no bounds
    bool causal_positions = true;        ///< all of LTX-Video since 0.9.5; diffusers' plain LTXPipeline has it not
};

ModelHabits load_model_habits(const ModelSource& model, const VaeConfig& vae);

/// A whole model, loaded.
struct LtxModel {
    ModelHabits habits;
    Transformer transformer;
    std::optional<AudioAdapter> adapter;  ///< nothing: a model that cannot hear
    VideoVae vae;
    TextEncoder text;
    SchedulerConfig scheduler;

    /// `model`: a folder in the diffusers layout, or a single checkpoint file with the other parts beside it. All parts are
    /// checked, and that there is memory for them, before a weight of any is read. Throws Error: what is missing or does
    /// not fit. `fp8`: the transformer's blocks multiply in it (see fp8_linear.h).
    static LtxModel load(const std::filesystem::path& model, at::Device device, at::ScalarType dtype, const TextUse& text = {},
                         bool fp8 = false);
};

}  // namespace chladni::ltx
