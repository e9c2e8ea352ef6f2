#include "engine/ltx/guidance.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/check.h"

namespace chladni::ltx {

namespace {

constexpr double kStarEps = 1e-8;

at::Tensor spread(const at::Tensor& x) { return x.flatten(1).std(1, /*unbiased=*/true).view({-1, 1, 1}); }     // [B, 1, 1]
at::Tensor product(const at::Tensor& x, const at::Tensor& y) { return (x * y).flatten(1).sum(1).view({-1, 1, 1}); }  // [B, 1, 1]

at::Tensor with_text(at::Tensor negative, const at::Tensor& positive, const Guidance& guidance) {
    if (guidance.cfg_star) negative = negative * (product(positive, negative) / (product(negative, negative) + kStarEps));  // [B, N, C]
    const at::Tensor v = negative + guidance.scale * (positive - negative);                                       // [B, N, C]
    if (guidance.rescale <= 0) return v;
    const at::Tensor rescaled = v * (spread(positive) / spread(v));                                               // [B, N, C]
    return guidance.rescale * rescaled + (1.0 - guidance.rescale) * v;                                            // [B, N, C]
}

at::Tensor with_skip(const at::Tensor& v, const at::Tensor& positive, const at::Tensor& perturbed, const Guidance& guidance) {
    const at::Tensor away = v + guidance.stg_scale * (positive - perturbed);  // [B, N, C]
    const double r = guidance.stg_rescale;
    if (r == 1.0) return away;
    return away * (spread(positive) / spread(away) * r + (1.0 - r));  // [B, N, C]
}

}  // namespace

SkipMode skip_mode_from(const std::string& word) {
    constexpr std::array<std::pair<const char*, SkipMode>, 4> kWords{{{"attention_values", SkipMode::kAttentionValues},
                                                                      {"attention_skip", SkipMode::kAttentionSkip},
                                                                      {"transformer_block", SkipMode::kTransformerBlock},
                                                                      {"residual", SkipMode::kResidual}}};
    for (const auto& [text, mode] : kWords)
        if (word == text) return mode;
    throw Error("expected a skip mode attention_values, attention_skip, transformer_block or residual, got '" + word + "'");
}

const Guidance& GuidancePlan::at(double sigma) const {
    const auto reached = [&](double timestep) { return timestep <= sigma; };
    const auto found = std::find_if(timesteps.begin(), timesteps.end(), reached);
    if (timesteps.empty()) return intervals.front();
    return found == timesteps.end() ? intervals.back() : intervals[static_cast<std::size_t>(found - timesteps.begin())];
}

bool GuidancePlan::needs_negative() const {
    return std::any_of(intervals.begin(), intervals.end(), [](const Guidance& g) { return g.needs_negative(); });
}

bool GuidancePlan::needs_perturbed() const {
    return std::any_of(intervals.begin(), intervals.end(), [](const Guidance& g) { return g.needs_perturbed(); });
}

at::Tensor guided(const at::Tensor& rows, const Guidance& guidance) {
    const auto parts = rows.chunk(guidance.rows());                                                             // [B, N, C] each
    const std::size_t at = guidance.needs_negative() ? 1 : 0;
    const at::Tensor& positive = parts[at];                                                                     // [B, N, C]
    const at::Tensor v = guidance.needs_negative() ? with_text(parts[0], positive, guidance) : positive;        // [B, N, C]
    return guidance.needs_perturbed() ? with_skip(v, positive, parts[at + 1], guidance) : v;                    // [B, N, C]
}

}  // namespace chladni::ltx
