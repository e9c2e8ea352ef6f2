// GCC 12 takes the pass-through operand of its own masked intrinsics for uninitialised.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <immintrin.h>

#define CHLADNI_VECTOR_BYTES 64
#include "engine/tensor/vectors.h"

namespace chladni {

namespace {

__m512 widened(__m256i bf16) { return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bf16), 16)); }

Vector loaded(const Bf16* at) { return widened(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at))); }

void store(Bf16* out, Vector x) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), (__m256i)_mm512_cvtneps_pbh(x)); }

}  // namespace

}  // namespace chladni

#include "engine/tensor/row_loops.h"

namespace chladni {

namespace {

using Bits = Bf16;

constexpr std::int64_t kRows = kQueriesAtOnce;

__m512bh pairs(const void* at) { return (__m512bh)_mm512_loadu_si512(at); }

// The same pair of bfloat16 in every lane.
__m512bh pair_everywhere(const Bits* at) {
    std::int32_t both;
    __builtin_memcpy(&both, at, sizeof(both));
    return (__m512bh)_mm512_set1_epi32(both);
}

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
        store(out + t, value);
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
            store(out + r * out_stride + c, _mm512_mul_ps(_mm512_loadu_ps(mixed + r * shape.width + c), _mm512_set1_ps(1.0f / sums[r])));
}

constexpr Kernels<Bf16> kKernels{pack_keys,     pack_values,    attend_rows,   rms_norm, rms_norm_modulated, rms_norm_turned,
                                 rms_norm_silu, rms_norm_plain, rms_norm_back, turn,     gelu_tanh<Bf16>};

}  // namespace

const Kernels<Bf16>* bf16_kernels() {
    static const bool runs = __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("fma");
    return runs ? &kKernels : nullptr;
}

}  // namespace chladni
