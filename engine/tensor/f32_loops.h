#pragma once

#include "engine/tensor/row_loops.h"

namespace chladni {

namespace {

constexpr int kTileRows = kLanes == 16 ? 8 : 4;  // of queries: what the registers hold
constexpr int kBlock = 16;                       // keys side by side
constexpr int kBlockVectors = kBlock / kLanes;

// [padded / 16, d, 16]
void pack_keys(const float* rows, std::int64_t stride, Keys keys, float* out) {
    for (std::int64_t t = 0; t < keys.padded(); ++t) {
        float* to = out + t / kBlock * kBlock * keys.width + t % kBlock;
        for (std::int64_t c = 0; c < keys.width; ++c) to[c * kBlock] = t < keys.count ? rows[t * stride + c] : 0.0f;
    }
}

// [padded, d]
void pack_values(const float* rows, std::int64_t stride, Keys keys, float* out) {
    for (std::int64_t t = 0; t < keys.padded(); ++t)
        for (std::int64_t c = 0; c < keys.width; ++c) out[t * keys.width + c] = t < keys.count ? rows[t * stride + c] : 0.0f;
}

// out[r][vector] = sum over i of left[r][i] * right[i][vector], for kTileRows rows. In `right` each i lies `step` values after the one
// before, and each vector at its place.

template <int Vectors>
inline void multiply(const float* left, std::int64_t left_stride, const float* right, std::int64_t step, const std::int64_t* vector_at, std::int64_t count,
                     float* out, std::int64_t out_stride) {
    Vector sum[kTileRows][Vectors];
    for (auto& row : sum)
        for (Vector& value : row) value = Vector{};
    for (std::int64_t i = 0; i < count; ++i) {
        Vector column[Vectors];
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v) column[v] = loaded(right + i * step + vector_at[v]);
#pragma GCC unroll 8
        for (int r = 0; r < kTileRows; ++r) {
            const Vector x = all(left[r * left_stride + i]);
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v) sum[r][v] += x * column[v];
        }
    }
    for (int r = 0; r < kTileRows; ++r)
        for (int v = 0; v < Vectors; ++v) store(out + r * out_stride + v * kLanes, sum[r][v]);
}

// [kTileRows, padded] of queries times keys.
void all_logits(const float* queries, const float* keys, Keys shape, float* logits) {
    const std::int64_t block = shape.width * kBlock, padded = shape.padded();
    constexpr int many = kLanes == 16 ? 3 : 2;
    std::int64_t vector_at[many];
    for (int v = 0; v < many; ++v) vector_at[v] = v / kBlockVectors * block + v % kBlockVectors * kLanes;
    std::int64_t t = 0;
    for (; t + many * kLanes <= padded; t += many * kLanes)
        multiply<many>(queries, shape.width, keys + t / kBlock * block, kBlock, vector_at, shape.width, logits + t, padded);
    for (; t < padded; t += kLanes)
        multiply<1>(queries, shape.width, keys + t / kBlock * block + t % kBlock, kBlock, vector_at, shape.width, logits + t, padded);
}

float largest(const float* row, Keys shape) {
    float most = row[0];
    std::int64_t t = 0;
    if (shape.count >= kLanes) {
        Vector lanes = loaded(row);
        for (t = kLanes; t + kLanes <= shape.count; t += kLanes) {
            const Vector x = loaded(row + t);
            lanes = x > lanes ? x : lanes;
        }
        most = largest_of(lanes);
    }
    for (; t < shape.count; ++t) most = row[t] > most ? row[t] : most;
    return most;
}

// exp(row - its largest) in place, zeros after the last; gives their sum.
float exponentials(float* row, Keys shape) {
    const float offset = -largest(row, shape) * kLog2E;
    for (std::int64_t t = shape.count; t < shape.padded(); ++t) row[t] = -3e38f;
    Vector sum{};
    for (std::int64_t t = 0; t < shape.padded(); t += kLanes) {
        const Vector value = exp2_of(loaded(row + t) * kLog2E + offset);
        sum += value;
        store(row + t, value);
    }
    return sum_of(sum);
}

void add_bias(const Queries<float>& queries, std::int64_t r, Keys shape, float* row) {
    if (!queries.bias || r >= queries.count) return;
    const float* bias = queries.bias + r * queries.bias_stride;
    for (std::int64_t t = 0; t < shape.count; ++t) row[t] += bias[t];
}

// All kQueriesAtOnce queries side by side, times `scale`; the rows that are not there are zeros.
void gather(const Queries<float>& queries, std::int64_t width, float scale, float* out) {
    for (std::int64_t r = 0; r < kQueriesAtOnce; ++r)
        for (std::int64_t c = 0; c < width; ++c) out[r * width + c] = r < queries.count ? queries.rows[r * queries.stride + c] * scale : 0.0f;
}

// One kTileRows of `weights` [., padded] times the values.
void mix(const float* weights, const float* values, Keys shape, float* mixed) {
    constexpr int many = 2;
    const std::int64_t vector_at[many] = {0, kLanes};
    for (std::int64_t c = 0; c < shape.width; c += many * kLanes)
        multiply<many>(weights, shape.padded(), values + c, shape.width, vector_at, shape.padded(), mixed + c, shape.width);
}

void attend_rows(Queries<float> queries, const float* keys, const float* values, Keys shape, float scale, float* out, std::int64_t out_stride, float* scratch) {
    const std::int64_t padded = shape.padded();
    float* logits = scratch;                                  // [kQueriesAtOnce, padded]
    float* rows = logits + kQueriesAtOnce * padded;           // [kQueriesAtOnce, d]
    float* mixed = rows + kQueriesAtOnce * shape.width;       // [kQueriesAtOnce, d]
    gather(queries, shape.width, scale, rows);
    for (std::int64_t first = 0; first < queries.count; first += kTileRows) {
        all_logits(rows + first * shape.width, keys, shape, logits + first * padded);
        float sums[kTileRows];
        for (std::int64_t r = 0; r < kTileRows; ++r) {
            float* row = logits + (first + r) * padded;
            add_bias(queries, first + r, shape, row);
            sums[r] = exponentials(row, shape);
        }
        mix(logits + first * padded, values, shape, mixed + first * shape.width);
        for (std::int64_t r = 0; r < kTileRows && first + r < queries.count; ++r)
            for (std::int64_t c = 0; c < shape.width; c += kLanes)
                store(out + (first + r) * out_stride + c, loaded(mixed + (first + r) * shape.width + c) * (1.0f / sums[r]));
    }
}

constexpr Kernels<float> kF32Kernels{pack_keys,     pack_values,    attend_rows,   rms_norm, rms_norm_modulated, rms_norm_turned,
                                     rms_norm_silu, rms_norm_plain, rms_norm_back, turn,     gelu_tanh<float>};

}  // namespace

}  // namespace chladni
