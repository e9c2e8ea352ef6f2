#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "engine/params/param_table.h"
#include "engine/runtime/show_config.h"
#include "engine/schedule/prompt_timeline.h"

namespace chladni {

/// A film to be made, with its sound or without.
struct OfflineRender {
    std::filesystem::path audio;        ///< empty: a silent film
    std::filesystem::path film, model;
    std::filesystem::path beat_nets;    ///< folder of the nets that help to hear the beat; empty: none
    std::string generator = "ltx";      ///< ltx, pattern
    std::string device = "auto", dtype = "auto";
    TextChoice text;
    bool fp8 = false;                   ///< the transformer's blocks multiply in fp8
    std::filesystem::path upsampler;    ///< of a clip made in two passes; empty: one
    std::string injection_mode;         ///< ways of listening, joined by "+"; empty: all that the model has
    std::vector<std::pair<std::filesystem::path, double>> loras;  ///< files and strengths
    int width = 0, height = 0;          ///< of generated frames, px; 0: the model's own
    int film_width = 0, film_height = 0;///< px; 0: as generated without effects, 1280x720 with them
    double frame_rate = 0;              ///< 0: the model's own
    std::int64_t window_frames = 0;     ///< frames of one chunk; 0: the model's own
    bool single_chunk = false;          ///< a clip: the first chunk and no more
    std::filesystem::path latents_out;  ///< safetensors with a clip's latents; empty: none
    double start_s = 0, duration_s = 0; ///< duration 0: to the end
    PromptTimeline prompts{""};
    std::string negative_prompt;
    ParamValues params = initial_values();
    std::string effects = "none";       ///< "none", or a preset file
    std::string codec = "h264";         ///< h264, vp9, prores
    int crf = 18;
};

struct RenderProgress {
    std::int64_t chunks_done = 0, chunks = 0;
    double seconds_made = 0, seconds = 0, rtf = 0, left_s = 0;
};

struct RenderResult {
    bool complete = false;              ///< false: stopped early, the film holds what was made (none where frames is 0)
    std::int64_t frames = 0;
    double seconds = 0, wanted_seconds = 0, rtf = 0;
};

/// A track to a film, on the calling thread. Throws Error; leaves no file then. On stop the film is finished with what was
/// made. Same job, same machine: same frames.
RenderResult render_offline(const OfflineRender& job, const std::function<void(const RenderProgress&)>& progress,
                            std::stop_token stop);

}  // namespace chladni
