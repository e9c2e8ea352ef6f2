#include "engine/train/flow_loss.h"

namespace chladni::train {

namespace {

constexpr double kTrainSteps = 1000.0;  // the network is told levels of 0..1000

}  // namespace

FlowPoint flow_point(const at::Tensor& clean, const at::Tensor& noise, const at::Tensor& context_noise, double context_level,
                     const at::Tensor& levels, std::int64_t kept) {
    FlowPoint given;
    given.kept = kept;
    given.velocity = noise - clean;                                         // [B, N, C]
    given.tokens = at::lerp(clean, context_noise, context_level);           // [B, N, C]
    return moved(given, at::lerp(clean, noise, levels.view({-1, 1, 1})), levels);
}

FlowPoint moved(const FlowPoint& point, const at::Tensor& tokens, const at::Tensor& levels) {
    const std::int64_t rows = tokens.size(0), count = tokens.size(1), kept = point.kept;
    FlowPoint there = point;
    there.tokens = at::cat({point.tokens.narrow(1, 0, kept), tokens.narrow(1, kept, count - kept)}, 1);  // [B, N, C]
    there.times.levels = at::cat({at::zeros({1}, levels.options()), levels * kTrainSteps});              // [1 + B]
    const at::Tensor row = at::arange(1, rows + 1, levels.options().dtype(at::kLong)).unsqueeze(1);      // [B, 1]
    there.times.index = row.repeat({1, count});                                                          // [B, N]
    there.times.index.narrow(1, 0, kept).zero_();
    return there;
}

at::Tensor flow_losses(const at::Tensor& said, const FlowPoint& point) {
    const std::int64_t made = said.size(1) - point.kept;
    const at::Tensor off = said.narrow(1, point.kept, made).to(at::kFloat) - point.velocity.narrow(1, point.kept, made);  // [B, N - P, C]
    return off.square().mean(at::IntArrayRef({1, 2}));                                                                   // [B]
}

}  // namespace chladni::train
