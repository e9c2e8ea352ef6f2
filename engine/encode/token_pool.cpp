#include "engine/encode/token_pool.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

// How much of each frame's time lies in [from_s, to_s), into row[0 .. T); gives the sum.
double overlaps(const FrameTrain& frames, double from_s, double to_s, float* row) {
    const std::int64_t last = frames.values.size(0) - 1;
    const double begin_s = frames.first_s - 0.5 * frames.step_s;
    const auto place = [&](double t) { return static_cast<std::int64_t>(std::clamp(std::floor((t - begin_s) / frames.step_s), 0.0, static_cast<double>(last))); };
    double sum = 0;
    for (std::int64_t t = place(from_s); t <= place(to_s); ++t) {
        const double left = begin_s + static_cast<double>(t) * frames.step_s;
        const double share = std::max(0.0, std::min(to_s, left + frames.step_s) - std::max(from_s, left));
        row[t] = static_cast<float>(share);
        sum += share;
    }
    if (sum > 0) return sum;
    row[place(0.5 * (from_s + to_s))] = 1.0f;
    return 1.0;
}

}  // namespace

at::Tensor pooled(const FrameTrain& frames, double start_s, double span_s, std::int64_t count) {
    const at::Tensor weights = at::zeros({count, frames.values.size(0)}, at::kFloat);  // [A, T]
    for (std::int64_t k = 0; k < count; ++k) {
        const double from_s = start_s + static_cast<double>(k) * span_s;
        const at::Tensor row = weights[k];                                             // [T]
        row.div_(overlaps(frames, from_s, from_s + span_s, row.data_ptr<float>()));
    }
    return at::matmul(weights, frames.values);  // [A, d]
}

}  // namespace chladni
