#include "engine/tensor/attend.h"

#include <ATen/Parallel.h>

#include <cmath>

#include "engine/tensor/device.h"
#include "engine/tensor/kernel_tensors.h"

namespace chladni {

namespace {

constexpr std::int64_t kFewKeys = 256;  // LibTorch is slow at going back over fewer

// Neighbours in memory are neighbours in a row, and the rows of heads as wide as the loops want them.
bool attends_here(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias) {
    const auto plain = [&](const at::Tensor& x) { return x.scalar_type() == q.scalar_type() && x.stride(3) == 1 && !is_recorded(x); };
    const bool fits = k.size(2) > 0 && q.size(3) % (2 * kKernelWidth) == 0 && k.size(3) == q.size(3) && k.size(0) == q.size(0) && k.size(1) == q.size(1) &&
                      v.sizes() == k.sizes();
    return has_kernels(q) && plain(q) && plain(k) && plain(v) && fits && !(bias.defined() && is_recorded(bias));
}

// Intel's CPUs multiply bfloat16 half as fast as float32 (see is_by_intel). AMX would be quicker still: these loops do without.
bool is_better_wide(const at::Tensor& q) { return q.scalar_type() == at::kBFloat16 && is_by_intel() && f32_kernels(); }

template <typename Value>
at::Tensor packed(const at::Tensor& x, void (*pack)(const Value*, std::int64_t, Keys, Value*)) {
    const Keys shape{x.size(2), x.size(3)};
    const std::int64_t heads = x.size(1), size = shape.padded() * shape.width;
    at::Tensor out = at::empty({x.size(0) * heads, size}, x.options());  // [B H, padded T * d]
    at::parallel_for(0, out.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            pack(values_of<Value>(x) + i / heads * x.stride(0) + i % heads * x.stride(1), x.stride(2), shape, mutable_values_of<Value>(out) + i * size);
    });
    return out;
}

// For every query of every head, in the queries' dtype, with neighbours in memory.
at::Tensor bias_of_rows(const at::Tensor& bias, const at::Tensor& q, std::int64_t keys) {
    if (!bias.defined()) return bias;
    const at::Tensor rows = bias.expand({bias.size(0), bias.size(1), bias.size(2), keys}).to(q.scalar_type());  // [., ., ., T]
    return (rows.stride(3) == 1 ? rows : rows.contiguous()).expand({q.size(0), q.size(1), q.size(2), keys});    // [B, H, N, T]
}

template <typename Value>
at::Tensor attend_by(const Kernels<Value>& kernels, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias) {
    const Keys shape{k.size(2), k.size(3)};
    const at::Tensor keys = packed(k, kernels.pack_keys), values = packed(v, kernels.pack_values);  // [B H, padded T * d]
    const std::int64_t heads = q.size(1), rows = q.size(2), tiles = (rows + kQueriesAtOnce - 1) / kQueriesAtOnce;
    const at::Tensor added = bias_of_rows(bias, q, shape.count);  // [B, H, N, T], or undefined
    at::Tensor out = at::empty({q.size(0), rows, heads, q.size(3)}, q.options()).transpose(1, 2);  // [B, H, N, d]
    const float scale = 1.0f / std::sqrt(static_cast<float>(q.size(3)));
    at::parallel_for(0, q.size(0) * heads * tiles, 16, [&](std::int64_t begin, std::int64_t end) {
        const at::Tensor scratch = at::empty({shape.scratch_floats()}, at::kFloat);
        for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t head = i / tiles, row = i % tiles * kQueriesAtOnce;
            const auto at = [&](const at::Tensor& x) { return head / heads * x.stride(0) + head % heads * x.stride(1) + row * x.stride(2); };
            const std::int64_t packed_at = head * shape.padded() * shape.width;
            Queries<Value> queries{values_of<Value>(q) + at(q), q.stride(2), std::min(kQueriesAtOnce, rows - row)};
            if (added.defined()) queries.bias = values_of<Value>(added) + at(added), queries.bias_stride = added.stride(2);
            kernels.attend_rows(queries, values_of<Value>(keys) + packed_at, values_of<Value>(values) + packed_at, shape, scale,
                                mutable_values_of<Value>(out) + at(out), out.stride(2), static_cast<float*>(scratch.mutable_data_ptr()));
        }
    });
    return out;
}

at::Tensor attend_plainly(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias) {
    at::Tensor logits = at::matmul(q, k.transpose(2, 3)) * (1.0 / std::sqrt(static_cast<double>(q.size(3))));  // [B, H, N, T]
    if (bias.defined()) logits = logits + bias;                                                               // [B, H, N, T]
    return at::matmul(at::softmax(logits, -1, at::kFloat).to(v.scalar_type()), v);                            // [B, H, N, d]
}

}  // namespace

at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias) {
    if (attends_here(q, k, v, bias)) {
        const auto wide = [](const at::Tensor& x) { return x.to(at::kFloat); };
        if (is_better_wide(q)) return attend_by(*f32_kernels(), wide(q), wide(k), wide(v), bias).to(q.scalar_type());                   // [B, H, N, d]
        return by_kernels(q, [&](const auto& kernels) { return attend_by(kernels, q, k, v, bias); });                                  // [B, H, N, d]
    }
    if ((is_recorded(q) || is_recorded(k)) && q.is_cpu() && k.size(2) < kFewKeys) return attend_plainly(q, k, v, bias);                // [B, H, N, d]
    return at::scaled_dot_product_attention(q, k, v, bias.defined() ? std::optional(bias) : std::nullopt);                             // [B, H, N, d]
}

at::Tensor gelu_tanh(at::Tensor x) {
    if (!has_kernels(x) || !x.is_contiguous() || is_recorded(x)) return at::gelu(x, "tanh");
    by_kernels(x, [&]<typename Value>(const Kernels<Value>& kernels) {
        Value* data = mutable_values_of<Value>(x);
        at::parallel_for(0, x.numel(), 1 << 14, [&](std::int64_t begin, std::int64_t end) { kernels.gelu_tanh(data + begin, end - begin); });
    });
    return x;
}

}  // namespace chladni
