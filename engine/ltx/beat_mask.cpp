#include "engine/ltx/beat_mask.h"

#include <algorithm>
#include <cmath>

namespace chladni::ltx {

at::Tensor create_audio_mask_from_beats(std::span<const double> token_times_s, std::span<const double> beats_s, double reach_s) {
    std::vector<float> mask;
    for (const double time : token_times_s) {
        const bool near = std::ranges::any_of(beats_s, [&](double beat) { return std::abs(time - beat) <= reach_s; });
        mask.push_back(near || beats_s.empty() ? 1.0f : 0.0f);
    }
    return at::tensor(mask, at::kFloat).unsqueeze(0);  // [1, A]
}

}  // namespace chladni::ltx
