#include "engine/ltx/noise_levels.h"

#include <algorithm>

namespace chladni::ltx {

namespace {

constexpr double kTrainSteps = 1000.0;
constexpr double kSame = 1e-6;

// The largest level of the list below `level`; 0 where there is none.
double next_below(const std::vector<double>& sigmas, double level) {
    for (const double sigma : sigmas)
        if (sigma < level - kSame) return sigma;
    return 0.0;
}

}  // namespace

NoiseLevels::NoiseLevels(const std::vector<double>& sigmas, const at::Tensor& strengths, at::Device device) : sigmas_(sigmas) {
    const at::Tensor given = strengths.defined() ? strengths.to(at::kCPU, at::kDouble) : at::zeros({1, 1}, at::kDouble);  // [., .]
    const auto [distinct, inverse] = at::_unique(given, true, true);                                                      // [K], [., .]
    index_ = inverse.to(device);
    const std::int64_t kinds = distinct.numel(), count = static_cast<std::int64_t>(steps());
    at::Tensor level = at::empty({count, kinds}, at::kDouble), to = at::empty({count, kinds}, at::kDouble);
    for (std::int64_t step = 0; step < count; ++step)
        for (std::int64_t k = 0; k < kinds; ++k) {
            const double t = sigmas[static_cast<std::size_t>(step)], held = 1.0 - distinct[k].item<double>();
            const double own = std::min(t, held);
            level[step][k] = own;
            to[step][k] = t - kSame < held ? next_below(sigmas, own) : own;
        }
    level_ = level.to(at::kFloat).to(device);
    to_ = to.to(at::kFloat).to(device);
}

TokenTimes NoiseLevels::times(std::size_t step) const {
    return {level_.select(0, static_cast<std::int64_t>(step)) * kTrainSteps, index_};
}

}  // namespace chladni::ltx
