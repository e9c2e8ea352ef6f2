#include "engine/tensor/row_norm.h"

#include <ATen/Parallel.h>

#include "engine/tensor/bf16_kernels.h"
#include "engine/tensor/bf16_tensors.h"
#include "engine/tensor/recorded_norm.h"

namespace chladni {

namespace {

using bf16::Bits, bf16::bits;

bool is_plain(const at::Tensor& x) { return x.is_cpu() && x.scalar_type() == at::kBFloat16 && x.is_contiguous() && !is_recorded(x); }

bool norms_here(const at::Tensor& x) { return x.dim() == 3 && is_plain(x) && x.size(2) % 16 == 0 && bf16::available(); }

/// Where row n of film b stands in a table that may have one row for all.
struct Table {
    explicit Table(const at::Tensor& x) : values(x.contiguous()), films(x.size(0) > 1), rows(x.size(1) > 1) {}
    std::int64_t row(std::int64_t b, std::int64_t n) const { return (films ? b * values.size(1) : 0) + (rows ? n : 0); }
    at::Tensor values;
    bool films, rows;
};

at::Tensor plain_norm_silu(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift) {
    const at::Tensor length = at::linalg_vector_norm(x, 2, at::IntArrayRef({-1}), true, at::kFloat);       // [B, ..., 1]
    const at::Tensor mean_square = length.square() / static_cast<double>(x.size(-1));                     // [B, ..., 1]
    const at::Tensor h = x * (mean_square + eps).rsqrt().to(x.scalar_type());                             // [B, ..., D]
    if (!scale.defined()) return at::silu(h);
    const auto row = [&](const at::Tensor& y) { return y.view({y.size(0), 1, 1, 1, y.size(1)}); };        // [B, 1, 1, 1, D]
    return at::silu(at::addcmul(row(shift), h, row(scale)));                                              // [B, ..., D]
}

// work(b, n, the row of x, the row of the result) for every row.
template <typename Work>
at::Tensor each_row(const at::Tensor& x, double eps, const Work& work) {
    const std::int64_t rows = x.size(1), width = x.size(2);
    at::Tensor out = at::empty_like(x);  // [B, N, D]
    auto* to = static_cast<Bits*>(out.mutable_data_ptr());
    at::parallel_for(0, x.size(0) * rows, bf16::kRowsAtOnce, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            work(i / rows, i % rows, bf16::Row{bits(x) + i * width, width, static_cast<float>(eps)}, to + i * width);
    });
    return out;
}

}  // namespace

at::Tensor rms_norm_weighted(const at::Tensor& x, const at::Tensor& weight, double eps) {
    if (is_recorded(x) || is_recorded(weight)) return recorded_rms_norm(x, eps) * weight;
    if (!norms_here(x) || !is_plain(weight)) return at::rms_norm(x, {x.size(-1)}, weight, eps);
    return each_row(x, eps, [&](std::int64_t, std::int64_t, bf16::Row row, Bits* out) { bf16::rms_norm(row, bits(weight), out); });
}

at::Tensor rms_norm_modulated(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift) {
    if (is_recorded(x) || is_recorded(scale) || is_recorded(shift)) return at::addcmul(shift, recorded_rms_norm(x, eps), scale);
    if (!norms_here(x)) return at::addcmul(shift, at::rms_norm(x, {x.size(-1)}, {}, eps), scale);
    const Table scales(scale), shifts(shift);
    return each_row(x, eps, [&](std::int64_t b, std::int64_t n, bf16::Row row, Bits* out) {
        bf16::rms_norm_modulated(row, bits(scales.values) + scales.row(b, n) * row.width, bits(shifts.values) + shifts.row(b, n) * row.width, out);
    });
}

at::Tensor rms_norm_turned(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& turns) {
    if (is_recorded(x) || is_recorded(weight)) return recorded_turn(rms_norm_weighted(x, weight, eps), turns);
    if (!norms_here(x) || !is_plain(weight)) return turned(rms_norm_weighted(x, weight, eps), turns);
    const Table table(at::view_as_real(turns).flatten(-2));  // [1 or B, N, D]
    const auto* angles = table.values.const_data_ptr<float>();
    return each_row(x, eps, [&](std::int64_t b, std::int64_t n, bf16::Row row, Bits* out) {
        bf16::rms_norm_turned(row, bits(weight), angles + table.row(b, n) * row.width, out);
    });
}

at::Tensor rms_norm_silu(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift) {
    if (!is_plain(x) || x.numel() == 0 || x.size(-1) % 16 || !bf16::available()) return plain_norm_silu(x, eps, scale, shift);
    const at::Tensor scales = scale.defined() ? scale.contiguous() : scale, shifts = shift.defined() ? shift.contiguous() : shift;  // [B, D]
    const at::Tensor rows = x.view({x.size(0), -1, x.size(-1)});  // [B, N, D]
    return each_row(rows, eps, [&](std::int64_t b, std::int64_t, bf16::Row row, Bits* out) {
               const std::int64_t at = b * row.width;
               bf16::rms_norm_silu(row, scale.defined() ? bits(scales) + at : nullptr, scale.defined() ? bits(shifts) + at : nullptr, out);
           })
        .view(x.sizes());  // [B, ..., D]
}

at::Tensor turned(const at::Tensor& x, const at::Tensor& turns) {
    const at::Tensor pairs = at::view_as_complex(x.to(at::kFloat).unflatten(-1, {-1, 2}));  // [B, N, D/2]
    return at::view_as_real(pairs * turns).flatten(-2).to(x.scalar_type());                 // [B, N, D]
}

}  // namespace chladni
