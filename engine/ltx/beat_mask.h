#pragma once

#include <span>
#include <vector>

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// A mask for AudioInput: 1 for the tokens within `reach_s` of a beat, 0 for the others. `token_times_s` [A] centres, `beats_s`
/// in any order, both in seconds of the same clock -> [1, A] float32. Without beats all tokens are heard.
at::Tensor create_audio_mask_from_beats(std::span<const double> token_times_s, std::span<const double> beats_s, double reach_s);

}  // namespace chladni::ltx
