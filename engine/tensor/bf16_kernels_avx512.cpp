// GCC 12 takes the pass-through operand of its own masked intrinsics for uninitialised.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <immintrin.h>

#include "engine/tensor/kernels.h"

namespace chladni {

namespace {

using Bits = Bf16;

constexpr std::int64_t kRows = kQueriesAtOnce;
constexpr std::int64_t kLanes = 16;  // float32 in a register

__m512bh pairs(const void* at) { return (__m512bh)_mm512_loadu_si512(at); }

// The same pair of bfloat16 in every lane.
__m512bh pair_everywhere(const Bits* at) {
    std::int32_t both;
    __builtin_memcpy(&both, at, sizeof(both));
    return (__m512bh)_mm512_set1_epi32(both);
}

// 2^x for x <= 0: the nearest whole power times a Taylor series of the rest (error 3e-6).
__m512 exp2_of(__m512 given) {
    const __m512 x = _mm512_max_ps(given, _mm512_set1_ps(-200.0f));  // a bias may be minus infinity
    const __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    const __m512 rest = _mm512_sub_ps(x, whole);
    __m512 sum = _mm512_set1_ps(0.0013333558f);
    constexpr float terms[] = {0.0096181291f, 0.0555041087f, 0.2402265069f, 0.6931471806f, 1.0f};
    for (const float next : terms)
        sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(next));
    return _mm512_scalef_ps(sum, whole);
}

void store_bf16(Bits* out, __m512 x) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), (__m256i)_mm512_cvtneps_pbh(x)); }

__m512 widened(__m256i bf16) { return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bf16), 16)); }

// out[r][Vectors * 16] = sum over pairs of left[r][pair] * right[pair][Vectors * 16], for kRows rows. Each `right` vector lies
// `vector_step` values after the one before, each pair `pair_step`.
template <int Vectors>
void multiply(const Bits* left, std::int64_t left_stride, const Bits* right, std::int64_t pair_step, std::int64_t vector_step,
              std::int64_t pair_count, float* out, std::int64_t out_stride) {
    __m512 sum[kRows][Vectors];
    for (auto& row : sum)
        for (__m512& value : row) value = _mm512_setzero_ps();
    for (std::int64_t p = 0; p < pair_count; ++p) {
        __m512bh column[Vectors];
        for (int v = 0; v < Vectors; ++v) column[v] = pairs(right + p * pair_step + v * vector_step);
#pragma GCC unroll 8
        for (int r = 0; r < kRows; ++r) {
            const __m512bh x = pair_everywhere(left + r * left_stride + 2 * p);
#pragma GCC unroll 3
            for (int v = 0; v < Vectors; ++v) sum[r][v] = _mm512_dpbf16_ps(sum[r][v], x, column[v]);
        }
    }
    for (int r = 0; r < kRows; ++r)
        for (int v = 0; v < Vectors; ++v) _mm512_storeu_ps(out + r * out_stride + v * kLanes, sum[r][v]);
}

// [kRows, padded] of queries times keys.
void all_logits(const Bits* queries, const Bits* keys, Keys shape, float* logits) {
    const std::int64_t block = shape.width * kLanes, padded = shape.padded();
    std::int64_t t = 0;
    for (; t + 3 * kLanes <= padded; t += 3 * kLanes)
        multiply<3>(queries, shape.width, keys + t / kLanes * block, 2 * kLanes, block, shape.width / 2, logits + t, padded);
    for (; t < padded; t += kLanes)
        multiply<1>(queries, shape.width, keys + t / kLanes * block, 2 * kLanes, block, shape.width / 2, logits + t, padded);
}

__mmask16 lanes_before(std::int64_t count) { return count >= kLanes ? __mmask16(0xffff) : __mmask16((1u << count) - 1u); }

float largest(const float* row, std::int64_t count) {
    const __m512 lowest = _mm512_set1_ps(-3e38f);
    __m512 most = lowest;
    for (std::int64_t t = 0; t < count; t += kLanes)
        most = _mm512_max_ps(most, _mm512_mask_loadu_ps(lowest, lanes_before(count - t), row + t));
    return _mm512_reduce_max_ps(most);
}

// exp(scale * (row - its largest)) as bfloat16, zeros after the last; gives their sum.
float exponentials(const float* row, Keys shape, float scale, Bits* out) {
    constexpr float log2_e = 1.442695041f;
    const __m512 factor = _mm512_set1_ps(scale * log2_e), offset = _mm512_set1_ps(-largest(row, shape.count) * scale * log2_e);
    __m512 sum = _mm512_setzero_ps();
    for (std::int64_t t = 0; t < shape.padded(); t += kLanes) {
        const __m512 all = exp2_of(_mm512_fmadd_ps(_mm512_loadu_ps(row + t), factor, offset));
        const __m512 value = _mm512_maskz_mov_ps(lanes_before(shape.count - t), all);
        sum = _mm512_add_ps(sum, value);
        store_bf16(out + t, value);
    }
    return _mm512_reduce_add_ps(sum);
}

// Logits times `scale` plus the bias, where there is one; gives the scale that is left to do.
float with_bias(float* row, const Queries<Bits>& queries, std::int64_t r, Keys shape, float scale) {
    if (!queries.bias || r >= queries.count) return scale;
    const Bits* bias = queries.bias + r * queries.bias_stride;
    for (std::int64_t t = 0; t < shape.count; t += kLanes) {
        const __mmask16 here = lanes_before(shape.count - t);
        const __m512 sum = _mm512_fmadd_ps(_mm512_loadu_ps(row + t), _mm512_set1_ps(scale), widened(_mm256_maskz_loadu_epi16(here, bias + t)));
        _mm512_mask_storeu_ps(row + t, here, sum);
    }
    return 1.0f;
}

// All kRows queries side by side; the rows that are not there are zeros.
void gather(const Queries<Bits>& queries, std::int64_t width, Bits* out) {
    for (std::int64_t r = 0; r < kRows; ++r)
        for (std::int64_t c = 0; c < width; ++c) out[r * width + c] = r < queries.count ? queries.rows[r * queries.stride + c] : Bits(0);
}

// Pairs of channels, 16 keys side by side: [padded / 16, d / 2, 16, 2].
void pack_keys(const Bits* rows, std::int64_t stride, Keys keys, Bits* out) {
    for (std::int64_t t = 0; t < keys.padded(); ++t) {
        Bits* to = out + t / kLanes * kLanes * keys.width + t % kLanes * 2;
        for (std::int64_t c = 0; c < keys.width; c += 2, to += 2 * kLanes)
            for (int i = 0; i < 2; ++i) to[i] = t < keys.count ? rows[t * stride + c + i] : Bits(0);
    }
}

// Pairs of rows, channels side by side: [padded / 2, d, 2].
void pack_values(const Bits* rows, std::int64_t stride, Keys keys, Bits* out) {
    for (std::int64_t t = 0; t < keys.padded(); ++t)
        for (std::int64_t c = 0; c < keys.width; ++c)
            out[(t / 2 * keys.width + c) * 2 + t % 2] = t < keys.count ? rows[t * stride + c] : Bits(0);
}

void attend_rows(Queries<Bits> queries, const Bits* keys, const Bits* values, Keys shape, float scale, Bits* out, std::int64_t out_stride,
                 float* scratch) {
    const std::int64_t padded = shape.padded();
    float* logits = scratch;                                                // [kRows, padded]
    Bits* weights = reinterpret_cast<Bits*>(scratch + kRows * padded);      // [kRows, padded], first the queries [kRows, d]
    float* mixed = scratch + 2 * kRows * padded;                            // [kRows, d]
    gather(queries, shape.width, weights);
    all_logits(weights, keys, shape, logits);
    float sums[kRows];
    for (std::int64_t r = 0; r < kRows; ++r) {
        float* row = logits + r * padded;
        const float left = with_bias(row, queries, r, shape, scale);
        sums[r] = exponentials(row, shape, left, weights + r * padded);
    }
    for (std::int64_t c = 0; c < shape.width; c += 2 * kLanes)
        multiply<2>(weights, padded, values + 2 * c, 2 * shape.width, 2 * kLanes, padded / 2, mixed + c, shape.width);
    for (std::int64_t r = 0; r < queries.count; ++r)
        for (std::int64_t c = 0; c < shape.width; c += kLanes)
            store_bf16(out + r * out_stride + c, _mm512_mul_ps(_mm512_loadu_ps(mixed + r * shape.width + c), _mm512_set1_ps(1.0f / sums[r])));
}

__m512 loaded(const Bits* at) { return widened(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at))); }

__m512 inverse_rms(const Bits* row, std::int64_t width, float eps) {
    __m512 sum = _mm512_setzero_ps();
    for (std::int64_t i = 0; i < width; i += kLanes) {
        const __m512 x = loaded(row + i);
        sum = _mm512_fmadd_ps(x, x, sum);
    }
    const float mean = _mm512_reduce_add_ps(sum) / static_cast<float>(width);
    return _mm512_set1_ps(1.0f / __builtin_sqrtf(mean + eps));
}

// work(row, its place among the values) for every row.
template <typename Work>
inline void each_row(const Rows<Bits>& rows, const Work& work) {
    for (std::int64_t r = 0, at = 0; r < rows.count; ++r, at += rows.width) work(r, at);
}

// out = made(x over its root mean square, row, place in the row) for 16 values at a time.
template <typename Make>
inline void each_normed(const Rows<Bits>& rows, Bits* out, const Make& made) {
    each_row(rows, [&](std::int64_t r, std::int64_t at) {
        const __m512 factor = inverse_rms(rows.values + at, rows.width, rows.eps);
        for (std::int64_t i = 0; i < rows.width; i += kLanes) store_bf16(out + at + i, made(_mm512_mul_ps(loaded(rows.values + at + i), factor), r, i));
    });
}

template <typename Value>
inline const Value* row_of(const Beside<Value>& table, std::int64_t r) { return table.values + r * table.step; }

// Each pair of values turned by the angle whose cosine and sine stand in `angle`.
inline __m512 turned(__m512 x, __m512 angle, __m512 sign) {
    const __m512 crossed = _mm512_mul_ps(_mm512_permute_ps(x, 0xB1), _mm512_mul_ps(_mm512_movehdup_ps(angle), sign));
    return _mm512_fmaddsub_ps(x, _mm512_moveldup_ps(angle), crossed);
}

void rms_norm(Rows<Bits> rows, Beside<Bits> weight, Bits* out) {
    each_normed(rows, out, [&](__m512 x, std::int64_t r, std::int64_t i) { return _mm512_mul_ps(x, loaded(row_of(weight, r) + i)); });
}

void rms_norm_modulated(Rows<Bits> rows, Beside<Bits> scale, Beside<Bits> shift, Bits* out) {
    each_normed(rows, out, [&](__m512 x, std::int64_t r, std::int64_t i) { return _mm512_fmadd_ps(x, loaded(row_of(scale, r) + i), loaded(row_of(shift, r) + i)); });
}

// x / (1 + exp(-x)), by the exponential of -|x| so that it never overflows.
__m512 silu(__m512 x) {
    const __m512 one = _mm512_set1_ps(1.0f);
    const __m512 e = exp2_of(_mm512_mul_ps(_mm512_abs_ps(x), _mm512_set1_ps(-1.44269504f)));
    const __mmask16 negative = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_LT_OQ);
    const __m512 above = _mm512_mask_blend_ps(negative, one, e);
    return _mm512_div_ps(_mm512_mul_ps(x, above), _mm512_add_ps(one, e));
}

void rms_norm_silu(Rows<Bits> rows, Beside<Bits> scale, Beside<Bits> shift, Bits* out) {
    if (!scale.values) return each_normed(rows, out, [](__m512 x, std::int64_t, std::int64_t) { return silu(x); });
    each_normed(rows, out, [&](__m512 x, std::int64_t r, std::int64_t i) { return silu(_mm512_fmadd_ps(x, loaded(row_of(scale, r) + i), loaded(row_of(shift, r) + i))); });
}

void rms_norm_turned(Rows<Bits> rows, Beside<Bits> weight, Beside<float> turns, Bits* out) {
    const __m512 forth = _mm512_set1_ps(1.0f);
    each_normed(rows, out, [&](__m512 x, std::int64_t r, std::int64_t i) {
        return turned(_mm512_mul_ps(x, loaded(row_of(weight, r) + i)), _mm512_loadu_ps(row_of(turns, r) + i), forth);
    });
}

void rms_norm_plain(Rows<Bits> rows, Bits* out) {
    each_normed(rows, out, [](__m512 x, std::int64_t, std::int64_t) { return x; });
}

void rms_norm_back(Rows<Bits> rows, const Bits* slope, Bits* out) {
    each_row(rows, [&](std::int64_t, std::int64_t at) {
        const __m512 factor = inverse_rms(rows.values + at, rows.width, rows.eps);
        __m512 sum = _mm512_setzero_ps();
        for (std::int64_t i = at; i < at + rows.width; i += kLanes) sum = _mm512_fmadd_ps(loaded(rows.values + i), loaded(slope + i), sum);
        const __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum) / static_cast<float>(rows.width));
        const __m512 pull = _mm512_mul_ps(mean, _mm512_mul_ps(factor, factor));  // mean(slope x) r^2
        for (std::int64_t i = at; i < at + rows.width; i += kLanes)
            store_bf16(out + i, _mm512_mul_ps(factor, _mm512_fnmadd_ps(loaded(rows.values + i), pull, loaded(slope + i))));
    });
}

void turn(Rows<Bits> rows, Beside<float> turns, bool back, Bits* out) {
    const __m512 sign = _mm512_set1_ps(back ? -1.0f : 1.0f);
    each_row(rows, [&](std::int64_t r, std::int64_t at) {
        for (std::int64_t i = 0; i < rows.width; i += kLanes)
            store_bf16(out + at + i, turned(loaded(rows.values + at + i), _mm512_loadu_ps(row_of(turns, r) + i), sign));
    });
}

// x * sigmoid(2 u) with u = sqrt(2 / pi) (x + 0.044715 x^3), which is the tanh formula.
void gelu_tanh(Bits* x, std::int64_t count) {
    constexpr float factor = -2.0f * 0.7978845608f * 1.442695041f;
    const __m512 one = _mm512_set1_ps(1.0f), limit = _mm512_set1_ps(126.0f);
    for (std::int64_t i = 0; i < count; i += kLanes) {
        const __mmask16 here = lanes_before(count - i);
        const __m512 v = widened(_mm256_maskz_loadu_epi16(here, x + i));
        const __m512 cubic = _mm512_fmadd_ps(_mm512_mul_ps(v, v), _mm512_set1_ps(0.044715f), one);
        const __m512 power = _mm512_min_ps(_mm512_mul_ps(_mm512_mul_ps(v, cubic), _mm512_set1_ps(factor)), limit);
        const __m512 result = _mm512_div_ps(v, _mm512_add_ps(one, exp2_of(power)));
        _mm256_mask_storeu_epi16(x + i, here, (__m256i)_mm512_cvtneps_pbh(result));
    }
}

constexpr Kernels<Bf16> kKernels{pack_keys,     pack_values,    attend_rows,   rms_norm, rms_norm_modulated, rms_norm_turned,
                                 rms_norm_silu, rms_norm_plain, rms_norm_back, turn,     gelu_tanh};

}  // namespace

const Kernels<Bf16>* bf16_kernels() {
    static const bool runs = __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    return runs ? &kKernels : nullptr;
}

}  // namespace chladni
