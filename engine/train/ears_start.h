#pragma once

#include <vector>

#include "engine/encode/token_layers.h"
#include "engine/tensor/safetensors.h"
#include "engine/train/latent_clip.h"

namespace chladni::train {

/// How the ears are started.
struct EarsStartPlan {
    std::int64_t steps = 400, clips = 16;  ///< clips in a step
    double rate = 1e-3;                    ///< of AdamW
    std::uint64_t seed = 1;
};

/// Teaches a model's ears alone what its picture as a whole does to the sound: from each token a linear layer, thrown away later, tells how
/// the mean and the spread over the picture of every latent channel differ from the clip's usual. Minutes of training the
/// whole model, whose loss says little about sound, become seconds. `ears`: the encoder's layers, float32 leaves, changed in
/// place. Gives the share of that variance which the sound explains (R^2) on `judged`, NaN where there are none. Throws Error.
double start_ears(const ColumnEncoder& encoder, NamedTensors ears, const std::vector<LatentClip>& clips, const std::vector<LatentClip>& judged,
                  const EarsStartPlan& plan);

}  // namespace chladni::train
