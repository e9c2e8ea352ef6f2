#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "engine/params/param_table.h"

namespace chladni {

struct OfflineRender {
    std::filesystem::path audio, film, model;
    std::string generator = "ltx";
    std::string device = "auto", dtype = "auto";
    int width = 0, height = 0;          ///< 0: the model's own
    int film_width = 0, film_height = 0;///< 0: as generated without effects, 1280x720 with them
    double frame_rate = 0;              ///< 0: the model's own
    double start_s = 0, duration_s = 0; ///< 0: to the end
    std::string prompt, negative_prompt;
    std::vector<std::pair<std::string, std::string>> prompts;  ///< (time or beat, text), ascending; empty: `prompt` throughout
    ParamValues params = initial_values();
    std::string effects = "none";       ///< "none", or a preset file
    std::string codec = "h264";
    int crf = 18;
};

struct RenderProgress {
    std::int64_t chunks_done = 0, chunks = 0;
    double seconds_made = 0, seconds = 0, rtf = 0, left_s = 0;
};

struct RenderResult {
    bool complete = false;              ///< false: stopped early, the film holds what was made
    std::int64_t frames = 0;
    double seconds = 0, rtf = 0;
};

/// A track to a film. Throws Error; leaves no file then. On stop the film is finished with what was made.
RenderResult render_offline(const OfflineRender& job, const std::function<void(const RenderProgress&)>& progress,
                            std::stop_token stop);

}  // namespace chladni
