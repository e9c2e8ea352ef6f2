#pragma once

#include <string>

#include "engine/tensor/torch.h"

namespace chladni {

/// From "auto" (the first GPU where there is one, else the CPU), "cpu", "cuda" or "cuda:N". Throws UsageError on another
/// word, Error where that device is not there.
at::Device device_from(const std::string& word);

/// Whether the CPU is Intel's: with AVX512-BF16 these multiply half as fast as with float32 (measured: 84 and 165 GFLOP/s of a core).
bool is_by_intel();

/// Whether this device multiplies matrices in bfloat16 in less time than in float32: a GPU; a CPU with AMX; one with AVX512-BF16 that is not Intel's.
bool is_quick_in_bfloat16(at::Device device);

/// From "auto", "float32", "bfloat16" or "float16". "auto" is bfloat16 where that is quick, else float32. Throws UsageError on another word.
at::ScalarType dtype_from(const std::string& word, at::Device device);

/// Threads of this process that begin to compute tensors from now on do so on all cores but `count`, at least on one. Where
/// OMP_NUM_THREADS says how many threads there are to be, it stays so; 0 changes nothing but an earlier call.
void leave_cores(int count);

}  // namespace chladni
