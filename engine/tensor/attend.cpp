#include "engine/tensor/attend.h"

#include <ATen/Parallel.h>

#include <cmath>

#include "engine/tensor/bf16_kernels.h"
#include "engine/tensor/bf16_tensors.h"

namespace chladni {

namespace {

using bf16::Bits, bf16::bits, bf16::mutable_bits;

constexpr std::int64_t kWorthwhile = 256;  // keys; below that, packing them costs more than it saves

bool attends_here(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
    const auto plain = [](const at::Tensor& x) { return x.is_cpu() && x.scalar_type() == at::kBFloat16 && x.stride(3) == 1; };
    return plain(q) && plain(k) && plain(v) && !is_recorded(q) && !is_recorded(k) && !is_recorded(v) && k.size(2) >= kWorthwhile && q.size(3) % 32 == 0 && bf16::available();
}

at::Tensor packed(const at::Tensor& x, void (*pack)(const Bits*, std::int64_t, bf16::Keys, Bits*)) {
    const bf16::Keys shape{x.size(2), x.size(3)};
    const std::int64_t heads = x.size(1), size = shape.padded() * shape.width;
    at::Tensor out = at::empty({x.size(0) * heads, size}, x.options());  // [B H, padded T * d]
    at::parallel_for(0, out.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            pack(bits(x) + i / heads * x.stride(0) + i % heads * x.stride(1), x.stride(2), shape, mutable_bits(out) + i * size);
    });
    return out;
}

at::Tensor attend_bf16(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
    const bf16::Keys shape{k.size(2), k.size(3)};
    const at::Tensor keys = packed(k, bf16::pack_keys), values = packed(v, bf16::pack_values);  // [B H, padded T * d]
    const std::int64_t heads = q.size(1), rows = q.size(2), tiles = (rows + bf16::kRows - 1) / bf16::kRows;
    at::Tensor out = at::empty({q.size(0), rows, heads, q.size(3)}, q.options()).transpose(1, 2);  // [B, H, N, d]
    const float scale = 1.0f / std::sqrt(static_cast<float>(q.size(3)));
    at::parallel_for(0, q.size(0) * heads * tiles, 16, [&](std::int64_t begin, std::int64_t end) {
        const at::Tensor scratch = at::empty({bf16::scratch_floats(shape)}, at::kFloat);
        for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t head = i / tiles, row = i % tiles * bf16::kRows;
            const auto at = [&](const at::Tensor& x) { return head / heads * x.stride(0) + head % heads * x.stride(1) + row * x.stride(2); };
            const std::int64_t packed_at = head * shape.padded() * shape.width;
            bf16::attend_rows({bits(q) + at(q), q.stride(2), std::min(bf16::kRows, rows - row)}, bits(keys) + packed_at,
                              bits(values) + packed_at, shape, scale, mutable_bits(out) + at(out), out.stride(2),
                              static_cast<float*>(scratch.mutable_data_ptr()));
        }
    });
    return out;
}

// LibTorch's attention is slow at going back over few keys.
at::Tensor attend_plainly(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias) {
    at::Tensor logits = at::matmul(q, k.transpose(2, 3)) * (1.0 / std::sqrt(static_cast<double>(q.size(3))));  // [B, H, N, T]
    if (bias.defined()) logits = logits + bias;                                                               // [B, H, N, T]
    return at::matmul(at::softmax(logits, -1, at::kFloat).to(v.scalar_type()), v);                            // [B, H, N, d]
}

}  // namespace

at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias) {
    if (!bias.defined() && attends_here(q, k, v)) return attend_bf16(q, k, v);  // [B, H, N, d]
    if ((is_recorded(q) || is_recorded(k)) && q.is_cpu() && k.size(2) < kWorthwhile) return attend_plainly(q, k, v, bias);  // [B, H, N, d]
    return at::scaled_dot_product_attention(q, k, v, bias.defined() ? std::optional(bias) : std::nullopt);  // [B, H, N, d]
}

at::Tensor gelu_tanh(at::Tensor x) {
    if (!x.is_cpu() || x.scalar_type() != at::kBFloat16 || !x.is_contiguous() || is_recorded(x) || !bf16::available()) return at::gelu(x, "tanh");
    Bits* data = mutable_bits(x);
    at::parallel_for(0, x.numel(), 1 << 14, [&](std::int64_t begin, std::int64_t end) { bf16::gelu_tanh(data + begin, end - begin); });
    return x;
}

}  // namespace chladni
