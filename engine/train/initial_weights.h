#pragma once

#include <cstdint>
#include <string>

#include "engine/tensor/weights.h"

namespace chladni::train {

/// The weights that a part is trained from: linear layers of deviation 1 / sqrt(inputs), norms 1, biases 0; what adds the sound, the
/// last layer and the noise level's modulations begin at 0, the gates of the blocks at 1. The same for the same seed.
NamedTensors initial_weights(const TensorShapes& shapes, std::uint64_t seed);

}  // namespace chladni::train
