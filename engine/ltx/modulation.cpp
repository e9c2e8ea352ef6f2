#include "engine/ltx/modulation.h"

#include <cmath>

namespace chladni::ltx {

namespace {

constexpr std::int64_t kWaves = 128;

}  // namespace

TokenTimes TokenTimes::of(const at::Tensor& timestep) {
    const at::Tensor grid = timestep.dim() == 1 ? timestep.unsqueeze(1) : timestep;  // [B, 1 or N]
    const auto [levels, inverse] = at::_unique(grid.to(at::kFloat), true, true);     // [K], [B, 1 or N]
    return {levels, inverse};
}

at::Tensor TokenTimes::per_token(const at::Tensor& rows) const {
    if (rows.size(0) == 1) return rows.unsqueeze(0);  // [1, 1, D]
    return picked_rows(rows, index.flatten()).view({index.size(0), index.size(1), rows.size(1)});  // [1 or B, 1 or N, D]
}

TimeEmbedding::TimeEmbedding(Weights& from, const std::string& name, std::int64_t width)
    : linear_1_(take_linear(from, name + ".emb.timestep_embedder.linear_1", 2 * kWaves, width)),
      linear_2_(take_linear(from, name + ".emb.timestep_embedder.linear_2", width, width)),
      to_blocks_(take_linear(from, name + ".linear", width, 6 * width)) {}

TimeEmbedding::Result TimeEmbedding::operator()(const at::Tensor& levels) const {
    const at::Tensor waves = sinusoid(levels).to(linear_1_.weight.scalar_type());  // [K, 256]
    const at::Tensor embedded = linear_2_(at::silu(linear_1_(waves)));             // [K, D]
    return {to_blocks_(at::silu(embedded)).unflatten(-1, {6, -1}), embedded};      // [K, 6, D], [K, D]
}

at::Tensor sinusoid(const at::Tensor& levels) {
    const at::Tensor i = at::arange(kWaves, levels.options().dtype(at::kFloat));                         // [128]
    const at::Tensor frequencies = at::exp(i * -std::log(10000.0) / static_cast<double>(kWaves));        // [128]
    const at::Tensor angles = levels.to(at::kFloat).unsqueeze(1) * frequencies;                          // [K, 128]
    return at::cat({angles.cos(), angles.sin()}, 1);                                                     // [K, 256]
}

}  // namespace chladni::ltx
