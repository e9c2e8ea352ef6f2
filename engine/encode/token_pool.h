#pragma once

#include "engine/tensor/torch.h"

namespace chladni {

/// Values that follow each other in equal steps of time: frame t stands for [first_s + (t - 1/2) step_s, ... + step_s).
struct FrameTrain {
    at::Tensor values;    // [T, d] float32 on the CPU
    double first_s = 0;   ///< middle of frame 0
    double step_s = 0;
};

/// Adaptive average pooling in time: the mean of the frames within [start_s + k span_s, + span_s), each by how much of its time
/// lies in it; the nearest frame where none does. T > 0. -> [count, d].
at::Tensor pooled(const FrameTrain& frames, double start_s, double span_s, std::int64_t count);

}  // namespace chladni
