#define CHLADNI_VECTOR_BYTES 64
#include "engine/tensor/f32_loops.h"

namespace chladni {

const Kernels<float>* f32_kernels_avx512() {
    const bool runs = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("fma");
    return runs ? &kF32Kernels : nullptr;
}

}  // namespace chladni
