#include "engine/tensor/row_norm.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "engine/tensor/kernel_tensors.h"
#include "engine/tensor/recorded_norm.h"

namespace chladni {

namespace {

// Read as it lies beside `x`.
bool lies_beside(const at::Tensor& x, const at::Tensor& table) { return table.is_cpu() && table.scalar_type() == x.scalar_type() && table.is_contiguous() && !is_recorded(table); }

bool norms_here(const at::Tensor& x) { return has_kernels(x) && lies_beside(x, x) && x.dim() == 3 && x.numel() > 0 && x.size(2) % kKernelWidth == 0; }

/// Where row n of film b stands in a table that may have one row for all.
struct Table {
    explicit Table(const at::Tensor& x) : values(x.contiguous()), films(x.size(0) > 1), rows(x.size(1) > 1) {}
    std::int64_t row(std::int64_t b, std::int64_t n) const { return (films ? b * values.size(1) : 0) + (rows ? n : 0); }
    template <typename Value>
    Beside<Value> beside(std::int64_t b, std::int64_t n) const { return {values_of<Value>(values) + row(b, n) * values.size(-1), rows ? values.size(-1) : 0}; }
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

// work(b, n, rows, out) for runs of rows of x [B, N, D], none over the end of a film; b and n: of the first.
template <typename Value, typename Work>
at::Tensor each_run(const at::Tensor& x, double eps, const Work& work) {
    const std::int64_t rows = x.size(1), width = x.size(2);
    at::Tensor out = at::empty_like(x);  // [B, N, D]
    auto* to = mutable_values_of<Value>(out);
    at::parallel_for(0, x.size(0) * rows, kRowsAtOnce, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin, count = 0; i < end; i += count) {
            count = std::min(end - i, rows - i % rows);
            work(i / rows, i % rows, Rows<Value>{values_of<Value>(x) + i * width, count, width, static_cast<float>(eps)}, to + i * width);
        }
    });
    return out;
}

}  // namespace

at::Tensor rms_norm_plain(const at::Tensor& x, double eps) {
    if (is_recorded(x)) return recorded_rms_norm(x, eps);
    if (!norms_here(x)) return at::rms_norm(x, {x.size(-1)}, {}, eps);
    return by_kernels(x, [&]<typename Value>(const Kernels<Value>& kernels) {
        return each_run<Value>(x, eps, [&](std::int64_t, std::int64_t, Rows<Value> rows, Value* out) { kernels.rms_norm_plain(rows, out); });
    });
}

at::Tensor rms_norm_weighted(const at::Tensor& x, const at::Tensor& weight, double eps) {
    if (is_recorded(x) || is_recorded(weight)) return recorded_rms_norm(x, eps) * weight;
    if (!norms_here(x) || !lies_beside(x, weight)) return at::rms_norm(x, {x.size(-1)}, weight, eps);
    return by_kernels(x, [&]<typename Value>(const Kernels<Value>& kernels) {
        return each_run<Value>(x, eps, [&](std::int64_t, std::int64_t, Rows<Value> rows, Value* out) { kernels.rms_norm(rows, {values_of<Value>(weight)}, out); });
    });
}

at::Tensor rms_norm_modulated(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift) {
    if (is_recorded(x) || is_recorded(scale) || is_recorded(shift)) return at::addcmul(shift, recorded_rms_norm(x, eps), scale);
    const Table scales(scale), shifts(shift);
    if (!norms_here(x) || !lies_beside(x, scales.values) || !lies_beside(x, shifts.values)) return at::addcmul(shift, at::rms_norm(x, {x.size(-1)}, {}, eps), scale);
    return by_kernels(x, [&]<typename Value>(const Kernels<Value>& kernels) {
        return each_run<Value>(x, eps, [&](std::int64_t b, std::int64_t n, Rows<Value> rows, Value* out) {
            kernels.rms_norm_modulated(rows, scales.beside<Value>(b, n), shifts.beside<Value>(b, n), out);
        });
    });
}

at::Tensor rms_norm_turned(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& turns) {
    if (is_recorded(x) || is_recorded(weight)) return recorded_turn(rms_norm_weighted(x, weight, eps), turns);
    if (!norms_here(x) || !lies_beside(x, weight) || turns.scalar_type() != at::kComplexFloat) return turned(rms_norm_weighted(x, weight, eps), turns);
    const Table table(at::view_as_real(turns).flatten(-2));  // [1 or B, N, D]
    return by_kernels(x, [&]<typename Value>(const Kernels<Value>& kernels) {
        return each_run<Value>(x, eps, [&](std::int64_t b, std::int64_t n, Rows<Value> rows, Value* out) {
            kernels.rms_norm_turned(rows, {values_of<Value>(weight)}, table.beside<float>(b, n), out);
        });
    });
}

at::Tensor rms_norm_silu(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift) {
    const bool modulated = scale.defined();
    const at::Tensor scales = modulated ? scale.contiguous() : scale, shifts = modulated ? shift.contiguous() : shift;  // [B, D]
    const bool fits = x.is_contiguous() && x.numel() > 0 && (!modulated || (lies_beside(x, scales) && lies_beside(x, shifts)));
    const at::Tensor films = fits ? x.view({x.size(0), -1, x.size(-1)}) : x;  // [B, N, D]
    if (!fits || !norms_here(films)) return plain_norm_silu(x, eps, scale, shift);
    const auto normed = by_kernels(x, [&]<typename Value>(const Kernels<Value>& kernels) {
        return each_run<Value>(films, eps, [&](std::int64_t b, std::int64_t, Rows<Value> rows, Value* out) {
            const auto of = [&](const at::Tensor& table) { return table.defined() ? Beside<Value>{values_of<Value>(table) + b * rows.width} : Beside<Value>{}; };
            kernels.rms_norm_silu(rows, of(scales), of(shifts), out);
        });
    });
    return normed.view(x.sizes());  // [B, ..., D]
}

at::Tensor turned(const at::Tensor& x, const at::Tensor& turns) {
    const at::Tensor pairs = at::view_as_complex(x.to(at::kFloat).unflatten(-1, {-1, 2}));  // [B, N, D/2]
    return at::view_as_real(pairs * turns).flatten(-2).to(x.scalar_type());                 // [B, N, D]
}

}  // namespace chladni
