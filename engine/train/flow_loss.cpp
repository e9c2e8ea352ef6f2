#include "engine/train/flow_loss.h"

namespace chladni::train {

namespace {

constexpr double kTrainSteps = 1000.0;  // the network is told levels of 0..1000

}  // namespace

FlowPoint flow_point(const at::Tensor& clean, const at::Tensor& noise, const at::Tensor& context_noise, double context_level,
                     const at::Tensor& levels, std::int64_t kept) {
    const std::int64_t rows = clean.size(0), tokens = clean.size(1);
    FlowPoint point;
    point.kept = kept;
    point.velocity = noise - clean;                                                                  // [B, N, C]
    const at::Tensor made = at::lerp(clean, noise, levels.view({-1, 1, 1}));                         // [B, N, C]
    const at::Tensor given = at::lerp(clean, context_noise, context_level).narrow(1, 0, kept);       // [B, P, C]
    point.tokens = at::cat({given, made.narrow(1, kept, tokens - kept)}, 1);                         // [B, N, C]
    point.times.levels = at::cat({at::zeros({1}, levels.options()), levels * kTrainSteps});          // [1 + B]
    const at::Tensor row = at::arange(1, rows + 1, levels.options().dtype(at::kLong)).unsqueeze(1);  // [B, 1]
    point.times.index = row.repeat({1, tokens});                                                     // [B, N]
    point.times.index.narrow(1, 0, kept).zero_();
    return point;
}

at::Tensor flow_losses(const at::Tensor& said, const FlowPoint& point) {
    const std::int64_t made = said.size(1) - point.kept;
    const at::Tensor off = said.narrow(1, point.kept, made).to(at::kFloat) - point.velocity.narrow(1, point.kept, made);  // [B, N - P, C]
    return off.square().mean(at::IntArrayRef({1, 2}));                                                                   // [B]
}

}  // namespace chladni::train
