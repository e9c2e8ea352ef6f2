#include "engine/tensor/f32_kernels.h"

namespace chladni {

const Kernels<float>* f32_kernels() {
    static const Kernels<float>* const best = f32_kernels_avx512() ? f32_kernels_avx512() : f32_kernels_avx2();
    return best;
}

}  // namespace chladni
