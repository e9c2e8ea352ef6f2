#include "engine/ltx/coordinates.h"

namespace chladni::ltx {

at::Tensor make_coordinates(const LatentGrid& grid, at::Device device) {
    const auto options = at::TensorOptions().dtype(at::kFloat).device(device);
    const auto ratio = static_cast<double>(grid.temporal_ratio), step = static_cast<double>(grid.spatial_ratio);
    at::Tensor time = at::arange(grid.frames, options) * ratio;          // [F]
    if (grid.causal) time = (time + (1.0 - ratio)).clamp_min(0.0);       // [F]
    time = (time + static_cast<double>(grid.first_frame)) * static_cast<float>(1.0 / grid.frame_rate);  // [F]
    const at::Tensor y = at::arange(grid.height, options) * step;        // [H]
    const at::Tensor x = at::arange(grid.width, options) * step;         // [W]
    const auto mesh = at::meshgrid({time, y, x}, "ij");
    return at::stack({mesh[0], mesh[1], mesh[2]}).flatten(1).unsqueeze(0);  // [1, 3, N]
}

at::Tensor middle_times(const at::Tensor& seconds, double temporal_ratio, double frame_rate) {
    const at::Tensor t = seconds.to(at::kDouble);                                                      // [B, N]
    return at::where(t == 0.0, t + 0.5 / frame_rate, t + 0.5 * temporal_ratio / frame_rate);           // [B, N]
}

}  // namespace chladni::ltx
