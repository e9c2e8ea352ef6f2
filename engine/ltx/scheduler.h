#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/config_json.h"

namespace chladni::ltx {

/// The numbers of scheduler/scheduler_config.json (class FlowMatchEulerDiscreteScheduler), with its defaults.
struct SchedulerConfig {
    bool dynamic_shift = false;
    bool exponential = true;   ///< time_shift_type
    double shift = 1.0;
    double base_shift = 0.5, max_shift = 1.15;
    double base_tokens = 256, max_tokens = 4096;
    std::optional<double> terminal;
};

/// Throws Error: a missing file, a variant that LTX-Video does not use.
SchedulerConfig load_scheduler_config(const ConfigJson& json);

/// Noise levels from 1 down, 0 appended: [steps + 1]. Kinds: "flow_match", "linear_quadratic", "distilled",
/// "distilled_refine" (contract: section 7), and LTX-Video's "uniform", "constant" and "simple_diffusion" (reference: section 5). `tokens` = F H W. Throws Error for another kind or a number of steps it has not.
std::vector<double> make_sigmas(const std::string& kind, std::int64_t steps, std::int64_t tokens, const SchedulerConfig& config);

/// The noise level 0..1 that the model's sampler has in the place of `t`, for a film of so many tokens.
double shifted_level(double t, std::int64_t tokens, const SchedulerConfig& config);

/// The list without its first or last steps: the last one kept then goes straight to 0. Throws Error where none is left.
std::vector<double> part_of_sigmas(std::vector<double> sigmas, std::int64_t skip_first, std::int64_t skip_last);

}  // namespace chladni::ltx
