#pragma once

#include <string>

#include "engine/ltx/skip_layers.h"
#include "engine/tensor/linear.h"

namespace chladni::ltx {

/// What is attended to, ready for it: normed, turned, split into heads.
struct KeysValues {
    at::Tensor keys, values;  // [B, heads, T, head_dim]
};

/// Multi-head attention as LTX-Video has it three times per block: RMS norm with weight over the whole width on queries and
/// keys (eps 1e-5), turned before the heads are split.
class Attention {
public:
    struct Shape {
        std::int64_t width = 0, heads = 0, context = 0;  ///< D, head count, width of what is attended to
        bool bias = true, out_bias = true;
    };

    Attention(Weights& from, const std::string& name, const Shape& shape);

    /// [B, T, context] -> keys and values; `rotary` [B, T, D/2] or undefined.
    KeysValues look_at(const at::Tensor& context, const at::Tensor& rotary) const;

    /// [B, N, D] -> [B, N, D]; `bias` broadcasts to [B, heads, N, T], added to the logits, or is undefined.
    at::Tensor operator()(const at::Tensor& x, const at::Tensor& rotary, const KeysValues& seen, const at::Tensor& bias) const;

    /// The same, where rows from `skip.first_row` on do not attend: `x` is then both query and context.
    at::Tensor operator()(const at::Tensor& x, const at::Tensor& rotary, const KeysValues& seen, const SkipLayers& skip) const;

private:
    at::Tensor heads_of(const at::Tensor& x) const { return x.unflatten(-1, {heads_, -1}).transpose(1, 2); }  // [B, heads, N, d]
    at::Tensor normed(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& rotary) const;
    at::Tensor mix(const at::Tensor& x, const at::Tensor& rotary, const KeysValues& seen, const at::Tensor& bias) const;

    std::int64_t heads_;
    Linear to_q_, to_k_, to_v_, to_out_;
    at::Tensor norm_q_, norm_k_;  // [D]
};

}  // namespace chladni::ltx
