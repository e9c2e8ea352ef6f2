#pragma once

// What kernels.h says of rows, for any values that loaded() and store() are declared of before this is included.
#include "engine/tensor/vectors.h"

namespace chladni {

namespace {

template <typename Value>
inline float inverse_rms(const Value* row, std::int64_t width, float eps) {
    Vector sum{};
    for (std::int64_t i = 0; i < width; i += kLanes) sum += loaded(row + i) * loaded(row + i);
    return 1.0f / __builtin_sqrtf(sum_of(sum) / static_cast<float>(width) + eps);
}

// work(row, its place among the values) for every row.
template <typename Value, typename Work>
inline void each_row(const Rows<Value>& rows, const Work& work) {
    for (std::int64_t r = 0, at = 0; r < rows.count; ++r, at += rows.width) work(r, at);
}

// out = made(x over its root mean square, row, place in the row) for every vector of every row.
template <typename Value, typename Make>
inline void each_normed(const Rows<Value>& rows, Value* out, const Make& made) {
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

template <typename Value>
void rms_norm(Rows<Value> rows, Beside<Value> weight, Value* out) {
    each_normed(rows, out, [&](Vector x, std::int64_t r, std::int64_t i) { return x * loaded(row_of(weight, r) + i); });
}

template <typename Value>
void rms_norm_modulated(Rows<Value> rows, Beside<Value> scale, Beside<Value> shift, Value* out) {
    each_normed(rows, out, [&](Vector x, std::int64_t r, std::int64_t i) { return x * loaded(row_of(scale, r) + i) + loaded(row_of(shift, r) + i); });
}

template <typename Value>
void rms_norm_turned(Rows<Value> rows, Beside<Value> weight, Beside<float> turns, Value* out) {
    each_normed(rows, out, [&](Vector x, std::int64_t r, std::int64_t i) { return turned(x * loaded(row_of(weight, r) + i), loaded(row_of(turns, r) + i), 1.0f); });
}

inline Vector silu(Vector x) { return x * sigmoid(x); }

template <typename Value>
void rms_norm_silu(Rows<Value> rows, Beside<Value> scale, Beside<Value> shift, Value* out) {
    if (!scale.values) return each_normed(rows, out, [](Vector x, std::int64_t, std::int64_t) { return silu(x); });
    each_normed(rows, out, [&](Vector x, std::int64_t r, std::int64_t i) { return silu(x * loaded(row_of(scale, r) + i) + loaded(row_of(shift, r) + i)); });
}

template <typename Value>
void rms_norm_plain(Rows<Value> rows, Value* out) {
    each_normed(rows, out, [](Vector x, std::int64_t, std::int64_t) { return x; });
}

template <typename Value>
void rms_norm_back(Rows<Value> rows, const Value* slope, Value* out) {
    each_row(rows, [&](std::int64_t, std::int64_t at) {
        const float factor = inverse_rms(rows.values + at, rows.width, rows.eps);
        Vector sum{};
        for (std::int64_t i = at; i < at + rows.width; i += kLanes) sum += loaded(rows.values + i) * loaded(slope + i);
        const float pull = sum_of(sum) / static_cast<float>(rows.width) * factor * factor;  // mean(slope x) r^2
        for (std::int64_t i = at; i < at + rows.width; i += kLanes) store(out + i, (loaded(slope + i) - loaded(rows.values + i) * pull) * factor);
    });
}

template <typename Value>
void turn(Rows<Value> rows, Beside<float> turns, bool back, Value* out) {
    const float sign = back ? -1.0f : 1.0f;
    each_row(rows, [&](std::int64_t r, std::int64_t at) {
        for (std::int64_t i = 0; i < rows.width; i += kLanes) store(out + at + i, turned(loaded(rows.values + at + i), loaded(row_of(turns, r) + i), sign));
    });
}

// x * sigmoid(2 u) with u = sqrt(2 / pi) (x + 0.044715 x^3), which is the tanh formula.
inline Vector gelu_tanh(Vector x) { return x * sigmoid(x * (x * x * 0.044715f + 1.0f) * (2.0f * 0.7978845608f)); }

template <typename Value>
void gelu_tanh(Value* x, std::int64_t count) {
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes) store(x + i, gelu_tanh(loaded(x + i)));
    Value rest[kLanes] = {};
    for (std::int64_t j = i; j < count; ++j) rest[j - i] = x[j];
    store(rest, gelu_tanh(loaded(rest)));
    for (std::int64_t j = i; j < count; ++j) x[j] = rest[j - i];
}

}  // namespace

}  // namespace chladni
