#pragma once

#include <cstdint>

// Loops that are compiled for one kind of CPU each. No header of LibTorch here: the files behind this one are compiled for those CPUs only,
// and an inline function of a shared header must not be.
namespace chladni {

inline constexpr std::int64_t kQueriesAtOnce = 8;  ///< that are worked on together
inline constexpr std::int64_t kKernelWidth = 16;   ///< widths are multiples of it; of attention's heads: of twice that

/// T keys (or values) of `width` d.
struct Keys {
    std::int64_t count = 0, width = 0;
    std::int64_t padded() const { return (count + 15) / 16 * 16; }
    std::int64_t scratch_floats() const { return kQueriesAtOnce * 2 * (padded() + width); }
};

/// Up to kQueriesAtOnce queries, `stride` apart, with what is added to the logits of each: `bias` [., T], its rows `bias_stride` apart, or null.
template <typename Value>
struct Queries {
    const Value* rows = nullptr;
    std::int64_t stride = 0, count = 0;
    const Value* bias = nullptr;
    std::int64_t bias_stride = 0;
};

/// `count` rows of `width` values, one after the other, and what is added to the mean square of each. Many at once: a call for each would cost
/// more than the work where rows are short.
template <typename Value>
struct Rows {
    const Value* values = nullptr;
    std::int64_t count = 0, width = 0;
    float eps = 0;
};

/// What stands beside each row: rows `step` apart, 0 where all have the same; null: nothing.
template <typename Value>
struct Beside {
    const Value* values = nullptr;
    std::int64_t step = 0;
};

/// Everything is computed in float32 and rounded once, but that attention in bfloat16 rounds the keys' weights too. "Normed": x rsqrt(mean(x^2)
/// + eps). Turning: each pair of values by the angle whose cosine and sine stand in `turns` [width].
template <typename Value>
struct Kernels {
    /// Rows `stride` apart, laid out as attend_rows() reads keys and values: padded * d values, zeros after the last.
    void (*pack_keys)(const Value* rows, std::int64_t stride, Keys keys, Value* out);
    void (*pack_values)(const Value* rows, std::int64_t stride, Keys keys, Value* out);
    /// Attention of the queries to those. `scratch`: scratch_floats().
    void (*attend_rows)(Queries<Value> queries, const Value* keys, const Value* values, Keys shape, float scale, Value* out, std::int64_t out_stride,
                        float* scratch);
    void (*rms_norm)(Rows<Value> rows, Beside<Value> weight, Value* out);                                 ///< normed, times `weight`
    void (*rms_norm_modulated)(Rows<Value> rows, Beside<Value> scale, Beside<Value> shift, Value* out);   ///< normed, times `scale` plus `shift`
    void (*rms_norm_turned)(Rows<Value> rows, Beside<Value> weight, Beside<float> turns, Value* out);     ///< normed, times `weight`, turned
    void (*rms_norm_silu)(Rows<Value> rows, Beside<Value> scale, Beside<Value> shift, Value* out);        ///< SiLU of the modulated, or of the normed
    void (*rms_norm_plain)(Rows<Value> rows, Value* out);                                                 ///< normed
    /// The gradient of the normed by the rows, `slope` being that by the result: r slope - x r^3 mean(slope x), r the inverse root mean square.
    void (*rms_norm_back)(Rows<Value> rows, const Value* slope, Value* out);
    void (*turn)(Rows<Value> rows, Beside<float> turns, bool back, Value* out);                           ///< `back`: the other way round
    void (*gelu_tanh)(Value* x, std::int64_t count);                                                      ///< in place
};

using Bf16 = std::uint16_t;  ///< the bits of a bfloat16

/// What this CPU and this build have, else null. Any thread.
const Kernels<Bf16>* bf16_kernels();  ///< with AVX512-BF16
const Kernels<float>* f32_kernels();  ///< with AVX-512, or AVX2 and FMA

}  // namespace chladni
