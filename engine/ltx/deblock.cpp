#include "engine/ltx/deblock.h"

#include <numbers>

namespace chladni::ltx {

namespace {

constexpr std::int64_t kSmallestCell = 4;  // px
constexpr double kBlur = 0.25;             // of a cell
constexpr double kLeast = 1e-8;            // share of a pixel that is worth adding; subnormal numbers would take a CPU a hundred times as long
constexpr double kShared = 1.0 / 6;        // of a frame at a border, with the one beyond it

// How near each of `size` pixels lies to a border: 1 on it, 0 half a cell away and at the picture's own edges. [size]
at::Tensor nearness(std::int64_t size, std::int64_t cell) {
    const at::Tensor place = at::arange(size, at::kDouble) + 0.5;                                          // [size]
    const double step = static_cast<double>(cell), last = static_cast<double>((size - 1) / cell);
    const at::Tensor border = (place / step).round().clamp(1.0, last) * step;                              // [size], the nearest within the picture
    const at::Tensor away = ((place - border).abs() / step).clamp_max(0.5);                                // [size]
    return (away * std::numbers::pi).cos().square();                                                       // [size]
}

// What to multiply rows of `size` pixels with. [size, size]
at::Tensor softener(std::int64_t size, std::int64_t cell, at::TensorOptions options) {
    if (size <= cell) return at::eye(size, options);
    const at::Tensor place = at::arange(size, at::kDouble);                                                // [size]
    const double width = kBlur * static_cast<double>(cell);
    at::Tensor blur = ((place.unsqueeze(0) - place.unsqueeze(1)) / width).square().mul(-0.5).exp();        // [size, size]
    blur = blur / blur.sum(1, true);                                                                       // [size, size], a row a pixel
    const at::Tensor near = nearness(size, cell).unsqueeze(1);                                             // [size, 1]
    const at::Tensor mixed = at::lerp(at::eye(size, blur.options()), blur, near);                          // [size, size]
    return mixed.masked_fill(mixed < kLeast, 0.0).t().to(options);                                         // [size, size], a column a pixel
}

at::Tensor deblocked_in_time(const at::Tensor& frames, std::int64_t cell_frames) {
    const std::int64_t count = frames.size(2);
    if (cell_frames < 2 || count < 2) return frames;
    at::Tensor soft = frames.clone();                                                                      // [B, 3, T, H, W]
    const at::Tensor after = soft.slice(2, 1, count, cell_frames);                                         // [B, 3, n, H, W], each cell's first
    const at::Tensor before = soft.slice(2, 0, count - 1, cell_frames);                                    // [B, 3, n, H, W]
    const at::Tensor change = (after - before) * kShared;                                                  // [B, 3, n, H, W]
    before.add_(change);
    after.sub_(change);
    return soft;
}

}  // namespace

at::Tensor deblocked(const at::Tensor& frames, std::int64_t cell, std::int64_t cell_frames) {
    if (cell < kSmallestCell) return frames;
    const at::Tensor steady = deblocked_in_time(frames, cell_frames);                                      // [B, 3, T, H, W]
    const at::Tensor across = at::matmul(steady, softener(frames.size(-1), cell, frames.options()));       // [B, 3, T, H, W]
    return at::matmul(softener(frames.size(-2), cell, frames.options()).t(), across);                      // [B, 3, T, H, W]
}

at::Tensor deblocked_after(const at::Tensor& after, const at::Tensor& before) {
    constexpr double kTaken = 1.0 - (1.0 - 2.0 * kShared) / (1.0 - kShared);  // what leaves as much of the change as two shares do
    return at::lerp(after, before, kTaken);                                                                // [B, 3, 1, H, W]
}

}  // namespace chladni::ltx
