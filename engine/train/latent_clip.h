#pragma once

#include <string>

#include "engine/tensor/torch.h"

namespace chladni::train {

/// A clip as the trainer reads it: what the model's fixed parts make of it.
struct LatentClip {
    at::Tensor latents;   // [C, F, H, W] bfloat16, normalised
    at::Tensor columns;   // [A, inputs] float32, see ColumnEncoder; the sound of the first frame on
    std::string caption;
};

}  // namespace chladni::train
