#pragma once

#include "engine/tensor/kernels.h"

namespace chladni {

/// The same loops (f32_loops.h), compiled for vectors of 16 and of 8 float32; null where this CPU has none such.
const Kernels<float>* f32_kernels_avx512();
const Kernels<float>* f32_kernels_avx2();

}  // namespace chladni
