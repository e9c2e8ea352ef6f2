#pragma once

#include "engine/tensor/kernels.h"
#include "engine/tensor/torch.h"

namespace chladni {

inline constexpr std::int64_t kRowsAtOnce = 32;  ///< a thread's share at the least

template <typename Value>
const Value* values_of(const at::Tensor& x) { return static_cast<const Value*>(x.const_data_ptr()); }
template <typename Value>
Value* mutable_values_of(const at::Tensor& x) { return static_cast<Value*>(x.mutable_data_ptr()); }

/// use(kernels) where the CPU has loops for a tensor of this place and dtype, else otherwise().
template <typename Use, typename Otherwise>
auto with_kernels(const at::Tensor& x, const Use& use, const Otherwise& otherwise) {
    if (x.is_cpu() && x.scalar_type() == at::kBFloat16 && bf16_kernels()) return use(*bf16_kernels());
    if (x.is_cpu() && x.scalar_type() == at::kFloat && f32_kernels()) return use(*f32_kernels());
    return otherwise();
}

/// Whether there are such loops.
inline bool has_kernels(const at::Tensor& x) {
    return with_kernels(x, [](const auto&) { return true; }, [] { return false; });
}

}  // namespace chladni
