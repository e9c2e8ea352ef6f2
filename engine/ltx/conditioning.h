#pragma once

#include <optional>
#include <vector>

#include "engine/ltx/coordinates.h"

namespace chladni::ltx {

/// Latents that a film has to hold to. Several may be given at once.
struct ConditioningItem {
    at::Tensor latents;         // [1 or B, C, f, h, w] normalised, of the film's height and width
    std::int64_t frame = 0;     ///< video frame at which they begin; above 0, and of several latents: a multiple of the temporal ratio
    double strength = 1.0;      ///< 1: kept as they are; 0: no more than noise
    at::Tensor mask;            // [f, h, w] 0..1: strength of each cell beside that, or undefined; for an item at frame 0
};

/// A window's tokens with its conditioning: the items' own tokens stand in front of it.
struct ConditionedTokens {
    at::Tensor tokens;       // [B, P + N, C]
    at::Tensor strengths;    // [1, P + N], or undefined: nothing is conditioned
    at::Tensor coords;       // [1, 3, P + N]
    std::int64_t extra = 0;  ///< P: to be dropped from the result
};

/// As LTX-Video conditions (reference: section 6.4): what begins at frame 0 is mixed into the first latents; a single latent
/// later on becomes tokens of its own at its time; of several, the first two do, and the others are mixed in. `noise`
/// [B, C, F, H, W]; `random` draws the noise of extra tokens of a strength below 1. Throws Error for an item that does not fit.
ConditionedTokens conditioned(const at::Tensor& noise, const LatentGrid& grid, const std::vector<ConditioningItem>& items,
                              std::optional<at::Generator> random);

}  // namespace chladni::ltx
