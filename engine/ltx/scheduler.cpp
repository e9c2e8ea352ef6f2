#include "engine/ltx/scheduler.h"

#include <cmath>

#include "engine/base/check.h"

namespace chladni::ltx {

namespace {

constexpr std::int64_t kMostSteps = 1000;

// diffusers: pipeline_ltx.calculate_shift, a straight line through two token counts, not clamped.
double shift_for(std::int64_t tokens, const SchedulerConfig& config) {
    const double slope = (config.max_shift - config.base_shift) / (config.max_tokens - config.base_tokens);
    return config.base_shift + slope * (static_cast<double>(tokens) - config.base_tokens);
}

double shifted(double t, double mu, const SchedulerConfig& config) {
    if (!config.dynamic_shift) return config.shift * t / (1.0 + (config.shift - 1.0) * t);
    const double strength = config.exponential ? std::exp(mu) : mu;
    return strength / (strength + (1.0 / t - 1.0));
}

std::vector<double> flow_match(std::int64_t steps, std::int64_t tokens, const SchedulerConfig& config) {
    if (steps == 1) return {1.0};
    const auto n = static_cast<double>(steps);
    const double mu = shift_for(tokens, config);
    std::vector<double> sigmas;
    for (std::int64_t i = 0; i < steps; ++i)
        sigmas.push_back(shifted(1.0 - static_cast<double>(i) * (1.0 - 1.0 / n) / (n - 1.0), mu, config));
    if (!config.terminal || *config.terminal == 0.0) return sigmas;
    const double stretch = (1.0 - sigmas.back()) / (1.0 - *config.terminal);
    for (double& sigma : sigmas) sigma = 1.0 - (1.0 - sigma) / stretch;
    return sigmas;
}

// LTX-Video's own list (reference: rf.py, linear_quadratic_schedule): the noise removed grows linearly to `threshold` over the
// first half of the steps, then along the parabola that meets it smoothly and ends at 1.
std::vector<double> linear_quadratic(std::int64_t steps) {
    if (steps == 1) return {1.0};
    constexpr double threshold = 0.025;
    const auto n = static_cast<double>(steps);
    const auto k = static_cast<double>(steps / 2);
    const double q = n - k, d = k - threshold * n;
    const double a = d / (k * q * q), b = threshold / k - 2.0 * d / (q * q), c = a * k * k;
    std::vector<double> sigmas;
    for (double i = 0; i < n; ++i) sigmas.push_back(1.0 - (i < k ? i * threshold / k : a * i * i + b * i + c));
    return sigmas;
}

std::vector<double> distilled(std::int64_t steps) {
    std::vector<double> sigmas{1.0, 0.9937, 0.9875, 0.9812, 0.975, 0.9094, 0.725, 0.4219};
    require(steps == 8 || steps == 7, "expected 7 or 8 steps for the distilled list, got " + std::to_string(steps));
    sigmas.resize(static_cast<std::size_t>(steps));
    return sigmas;
}

std::vector<double> uniform(std::int64_t steps) {
    std::vector<double> sigmas;
    for (std::int64_t i = 0; i < steps; ++i) sigmas.push_back(1.0 - static_cast<double>(i) / static_cast<double>(steps));
    return sigmas;
}

// reference: rf.py, time_shift with sigma 1.
std::vector<double> constant(std::int64_t steps, const SchedulerConfig& config) {
    std::vector<double> sigmas = uniform(steps);
    const double strength = std::exp(config.shift);
    for (double& t : sigmas) t = strength / (strength + (1.0 / t - 1.0));
    return sigmas;
}

// reference: rf.py, simple_diffusion_resolution_dependent_timestep_shift, which adds to the log of the signal-to-noise ratio.
std::vector<double> simple_diffusion(std::int64_t steps, std::int64_t tokens) {
    constexpr double kBase = 1024;  // tokens at which nothing is shifted
    const double ratio = static_cast<double>(tokens) / kBase;
    std::vector<double> sigmas = uniform(steps);
    for (double& t : sigmas) t = t * ratio / (t * ratio + 1.0 - t);
    return sigmas;
}

void check_sampler(const ConfigJson& json) {
    for (const char* key : {"use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas", "invert_sigmas", "stochastic_sampling"})
        if (json.truth(key, false)) json.refuse(key, "false");
    const std::string type = json.text("time_shift_type", "exponential");
    if (type != "exponential" && type != "linear") json.refuse("time_shift_type", "'exponential' or 'linear'");
}

}  // namespace

SchedulerConfig load_scheduler_config(const ConfigJson& json) {
    check_sampler(json);
    SchedulerConfig config;
    config.dynamic_shift = json.truth("use_dynamic_shifting", false);
    config.exponential = json.text("time_shift_type", "exponential") == "exponential";
    config.shift = json.number("shift", config.shift);
    config.base_shift = json.number("base_shift", config.base_shift);
    config.max_shift = json.number("max_shift", config.max_shift);
    config.base_tokens = json.number("base_image_seq_len", config.base_tokens);
    config.max_tokens = json.number("max_image_seq_len", config.max_tokens);
    if (json.has("shift_terminal")) config.terminal = json.number("shift_terminal");
    if (config.shift <= 0) json.refuse("shift", "a positive number");
    if (config.max_tokens == config.base_tokens) json.refuse("max_image_seq_len", "another number than base_image_seq_len");
    if (config.terminal && (*config.terminal < 0 || *config.terminal >= 1)) json.refuse("shift_terminal", "a number from 0 to below 1");
    return config;
}

std::vector<double> make_sigmas(const std::string& kind, std::int64_t steps, std::int64_t tokens, const SchedulerConfig& config) {
    require(steps >= 1 && steps <= kMostSteps, "expected 1 to " + std::to_string(kMostSteps) + " steps, got " + std::to_string(steps));
    std::vector<double> sigmas;
    if (kind == "flow_match") sigmas = flow_match(steps, tokens, config);
    else if (kind == "linear_quadratic") sigmas = linear_quadratic(steps);
    else if (kind == "uniform") sigmas = uniform(steps);
    else if (kind == "constant") sigmas = constant(steps, config);
    else if (kind == "simple_diffusion") sigmas = simple_diffusion(steps, tokens);
    else if (kind == "distilled") sigmas = distilled(steps);
    else if (kind == "distilled_refine") sigmas = {0.9094, 0.725, 0.4219};
    else throw Error("expected a scheduler kind flow_match, linear_quadratic, uniform, constant, simple_diffusion, distilled or distilled_refine, got '" +
                     kind + "'");
    sigmas.push_back(0.0);
    return sigmas;
}

double shifted_level(double t, std::int64_t tokens, const SchedulerConfig& config) { return shifted(t, shift_for(tokens, config), config); }

std::vector<double> part_of_sigmas(std::vector<double> sigmas, std::int64_t skip_first, std::int64_t skip_last) {
    const auto count = static_cast<std::int64_t>(sigmas.size()) - 1;
    require(skip_first >= 0 && skip_last >= 0 && skip_first + skip_last < count,
            "expected to leave out fewer than " + std::to_string(count) + " steps, got " + std::to_string(skip_first + skip_last));
    sigmas.erase(sigmas.end() - 1 - skip_last, sigmas.end() - 1);
    sigmas.erase(sigmas.begin(), sigmas.begin() + skip_first);
    return sigmas;
}

}  // namespace chladni::ltx
