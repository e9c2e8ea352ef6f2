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

/// Row `index` [N] of `rows` [K, D]: [N, D]. Where gradients are recorded they are summed in float32: a thousand tokens may share
/// a row.
inline at::Tensor picked_rows(const at::Tensor& rows, const at::Tensor& index) {
    if (!is_recorded(rows)) return rows.index_select(0, index);
    return rows.to(at::kFloat).index_select(0, index).to(rows.scalar_type());
}

}  // namespace chladni::ltx
