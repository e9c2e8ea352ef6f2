#include "engine/tensor/f32_kernels.h"

// For compilers and CPUs of another kind.
namespace chladni {

const Kernels<Bf16>* bf16_kernels() { return nullptr; }
const Kernels<float>* f32_kernels() { return nullptr; }
const Kernels<float>* f32_kernels_avx512() { return nullptr; }
const Kernels<float>* f32_kernels_avx2() { return nullptr; }

}  // namespace chladni
