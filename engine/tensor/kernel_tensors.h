#pragma once

#include "engine/tensor/kernels.h"
#include "engine/tensor/torch.h"

namespace chladni {

inline constexpr std::int64_t kRowsAtOnce = 32;  ///< a thread's share at the least

template <typename Value>
const Value* values_of(const at::Tensor& x) { return static_cast<const Value*>(x.const_data_ptr()); }
template <typename Value>
Value* mutable_values_of(const at::Tensor& x) { return static_cast<Value*>(x.mutable_data_ptr()); }

/// Whether the CPU has loops for a tensor of this place and dtype.
inline bool has_kernels(const at::Tensor& x) {
    return x.is_cpu() && ((x.scalar_type() == at::kBFloat16 && bf16_kernels()) || (x.scalar_type() == at::kFloat && f32_kernels()));
}

/// use(those loops). has_kernels() has said that there are some.
template <typename Use>
auto by_kernels(const at::Tensor& x, const Use& use) { return x.scalar_type() == at::kBFloat16 ? use(*bf16_kernels()) : use(*f32_kernels()); }

}  // namespace chladni
