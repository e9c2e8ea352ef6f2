#pragma once

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// `x` [R, ...] for a batch of `rows`: as it is where it has one row for all or as many, else below itself as often as it
/// takes. So guidance runs several copies of a batch beside each other.
inline at::Tensor for_rows(const at::Tensor& x, std::int64_t rows) {
    if (x.size(0) == 1 || x.size(0) == rows) return x;
    std::vector<std::int64_t> times(static_cast<std::size_t>(x.dim()), 1);
    times.front() = rows / x.size(0);
    return x.repeat(times);  // [rows, ...]
}

/// The same, and one row for all becomes `rows` of them, without a copy.
inline at::Tensor as_rows(const at::Tensor& x, std::int64_t rows) {
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.front() = rows;
    return for_rows(x, rows).expand(shape);  // [rows, ...]
}

}  // namespace chladni::ltx
