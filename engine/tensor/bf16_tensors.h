#pragma once

#include <cstdint>

#include "engine/tensor/torch.h"

namespace chladni::bf16 {

using Bits = std::uint16_t;  ///< of a bfloat16

inline constexpr std::int64_t kRowsAtOnce = 32;  ///< a thread's share at the least

inline const Bits* bits(const at::Tensor& x) { return static_cast<const Bits*>(x.const_data_ptr()); }
inline Bits* mutable_bits(const at::Tensor& x) { return static_cast<Bits*>(x.mutable_data_ptr()); }

}  // namespace chladni::bf16
