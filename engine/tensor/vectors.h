#pragma once

// Included once by each file that is compiled for a kind of CPU, with CHLADNI_VECTOR_BYTES set: all names are that file's own.
#include "engine/tensor/kernels.h"

namespace chladni {

namespace {

typedef float Vector __attribute__((vector_size(CHLADNI_VECTOR_BYTES)));          // NOLINT(modernize-use-using): GCC's attribute wants it so
typedef std::int32_t Whole __attribute__((vector_size(CHLADNI_VECTOR_BYTES)));    // NOLINT(modernize-use-using)

constexpr int kLanes = CHLADNI_VECTOR_BYTES / 4;
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

}  // namespace

}  // namespace chladni
