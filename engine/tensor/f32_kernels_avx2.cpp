#define CHLADNI_VECTOR_BYTES 32
#include "engine/tensor/f32_loops.h"

namespace chladni {

const Kernels<float>* f32_kernels_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &kF32Kernels : nullptr; }

}  // namespace chladni
