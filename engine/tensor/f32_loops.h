#pragma once

// Included once by each file that is compiled for a kind of CPU, with CHLADNI_VECTOR_BYTES set: all names are that file's own.
#include "engine/tensor/kernels.h"

namespace chladni {

namespace {

typedef float Vector __attribute__((vector_size(CHLADNI_VECTOR_BYTES)));          // NOLINT(modernize-use-using): GCC's attribute wants it so
typedef std::int32_t Whole __attribute__((vector_size(CHLADNI_VECTOR_BYTES)));    // NOLINT(modernize-use-using)

constexpr int kLanes = CHLADNI_VECTOR_BYTES / 4;
constexpr int kTileRows = kLanes == 16 ? 8 : 4;  // of queries: what the registers hold
constexpr int kBlock = 16;                       // keys side by side
constexpr int kBlockVectors = kBlock / kLanes;
constexpr float kLog2E = 1.442695041f;

inline Vector loaded(const float* at) {
    Vector x;
    __builtin_memcpy(&x, at, sizeof(x));
    return x;
}

inline void store(float* out, Vector x) { __builtin_memcpy(out, &x, sizeof(x)); }

inline Vector all(float x) { return x - Vector{}; }

// Lanes `distance` further on, round the end.
inline Vector moved(Vector x, int distance) {
    Whole from{};
    for (int i = 0; i < kLanes; ++i) from[i] = (i + distance) % kLanes;
    return __builtin_shuffle(x, from);
}

inline float sum_of(Vector x) {
    for (int distance = kLanes / 2; distance > 0; distance /= 2) x += moved(x, distance);
    return x[0];
}

inline float largest_of(Vector x) {
    for (int distance = kLanes / 2; distance > 0; distance /= 2) {
        const Vector other = moved(x, distance);
        x = other > x ? other : x;
    }
    return x[0];
}

// 2^x for x <= 0: the nearest whole power times a Taylor series of the rest (error 1.2e-7). 0 below the smallest normal number.
inline Vector exp2_of(Vector x) {
    const Vector within = x > -126.0f ? x : all(-126.0f);
    const Whole whole = __builtin_convertvector(within - 0.5f, Whole);  // towards 0
    const Vector rest = within - __builtin_convertvector(whole, Vector);
    Vector sum = all(0.000154035304f);
    constexpr float terms[] = {0.00133335581f, 0.00961812911f, 0.0555041087f, 0.240226507f, 0.693147181f, 1.0f};
    for (const float next : terms) sum = sum * rest + next;
    Vector power;
    const Whole bits = (whole + 127) << 23;
    __builtin_memcpy(&power, &bits, sizeof(power));
    return x > -126.0f ? sum * power : Vector{};
}

inline Vector absolute(Vector x) { return x < 0.0f ? -x : x; }

// 1 / (1 + exp(-x)), by the exponential of -|x| so that it never overflows.
inline Vector sigmoid(Vector x) {
    const Vector e = exp2_of(absolute(x) * -kLog2E);
    return (x < 0.0f ? e : all(1.0f)) / (e + 1.0f);
}

inline float inverse_rms(const float* row, std::int64_t width, float eps) {
    Vector sum{};
    for (std::int64_t i = 0; i < width; i += kLanes) sum += loaded(row + i) * loaded(row + i);
    return 1.0f / __builtin_sqrtf(sum_of(sum) / static_cast<float>(width) + eps);
}

// work(row, its place among the values) for every row.
template <typename Work>
inline void each_row(const Rows<float>& rows, const Work& work) {
    for (std::int64_t r = 0, at = 0; r < rows.count; ++r, at += rows.width) work(r, at);
}

// out = made(x over its root mean square, row, place in the row) for every vector of every row.
template <typename Make>
inline void each_normed(const Rows<float>& rows, float* out, const Make& made) {
    each_row(rows, [&](std::int64_t r, std::int64_t at) {
        const float factor = inverse_rms(rows.values + at, rows.width, rows.eps);
        for (std::int64_t i = 0; i < rows.width; i += kLanes) store(out + at + i, made(loaded(rows.values + at + i) * factor, r, i));
    });
}

template <typename Value>
inline const Value* row_of(const Beside<Value>& table, std::int64_t r) { return table.values + r * table.step; }

// Pairs (2j, 2j + 1) of a vector, the cosine and the sine of each pair side by side.
inline Vector turned(Vector x, Vector turns, float sign) {
    Whole even{}, odd{}, crossed{};
    for (int i = 0; i < kLanes; ++i) even[i] = i / 2 * 2, odd[i] = i / 2 * 2 + 1, crossed[i] = i ^ 1;
    Vector signs{};
    for (int i = 0; i < kLanes; ++i) signs[i] = i % 2 == 0 ? -sign : sign;
    return x * __builtin_shuffle(turns, even) + __builtin_shuffle(x, crossed) * __builtin_shuffle(turns, odd) * signs;
}

void rms_norm(Rows<float> rows, Beside<float> weight, float* out) {
    each_normed(rows, out, [&](Vector x, std::int64_t r, std::int64_t i) { return x * loaded(row_of(weight, r) + i); });
}

void rms_norm_modulated(Rows<float> rows, Beside<float> scale, Beside<float> shift, float* out) {
    each_normed(rows, out, [&](Vector x, std::int64_t r, std::int64_t i) { return x * loaded(row_of(scale, r) + i) + loaded(row_of(shift, r) + i); });
}

void rms_norm_turned(Rows<float> rows, Beside<float> weight, Beside<float> turns, float* out) {
    each_normed(rows, out, [&](Vector x, std::int64_t r, std::int64_t i) { return turned(x * loaded(row_of(weight, r) + i), loaded(row_of(turns, r) + i), 1.0f); });
}

inline Vector silu(Vector x) { return x * sigmoid(x); }

void rms_norm_silu(Rows<float> rows, Beside<float> scale, Beside<float> shift, float* out) {
    if (!scale.values) return each_normed(rows, out, [](Vector x, std::int64_t, std::int64_t) { return silu(x); });
    each_normed(rows, out, [&](Vector x, std::int64_t r, std::int64_t i) { return silu(x * loaded(row_of(scale, r) + i) + loaded(row_of(shift, r) + i)); });
}

void rms_norm_plain(Rows<float> rows, float* out) {
    each_normed(rows, out, [](Vector x, std::int64_t, std::int64_t) { return x; });
}

void rms_norm_back(Rows<float> rows, const float* slope, float* out) {
    each_row(rows, [&](std::int64_t, std::int64_t at) {
        const float factor = inverse_rms(rows.values + at, rows.width, rows.eps);
        Vector sum{};
        for (std::int64_t i = at; i < at + rows.width; i += kLanes) sum += loaded(rows.values + i) * loaded(slope + i);
        const float pull = sum_of(sum) / static_cast<float>(rows.width) * factor * factor;  // mean(slope x) r^2
        for (std::int64_t i = at; i < at + rows.width; i += kLanes) store(out + i, (loaded(slope + i) - loaded(rows.values + i) * pull) * factor);
    });
}

void turn(Rows<float> rows, Beside<float> turns, bool back, float* out) {
    const float sign = back ? -1.0f : 1.0f;
    each_row(rows, [&](std::int64_t r, std::int64_t at) {
        for (std::int64_t i = 0; i < rows.width; i += kLanes) store(out + at + i, turned(loaded(rows.values + at + i), loaded(row_of(turns, r) + i), sign));
    });
}

// x * sigmoid(2 u) with u = sqrt(2 / pi) (x + 0.044715 x^3), which is the tanh formula.
inline Vector gelu_tanh(Vector x) { return x * sigmoid(x * (x * x * 0.044715f + 1.0f) * (2.0f * 0.7978845608f)); }

void gelu_tanh(float* x, std::int64_t count) {
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes) store(x + i, gelu_tanh(loaded(x + i)));
    Vector rest{};
    for (std::int64_t j = i; j < count; ++j) rest[j - i] = x[j];
    rest = gelu_tanh(rest);
    for (std::int64_t j = i; j < count; ++j) x[j] = rest[j - i];
}

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

// out[r][vector] = sum over i of left[r][i] * right[i][vector], for kTileRows rows. Each `right` vector lies `vector_step` values after
// the one before, each i `step`.
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
                                     rms_norm_silu, rms_norm_plain, rms_norm_back, turn,     gelu_tanh};

}  // namespace

}  // namespace chladni
