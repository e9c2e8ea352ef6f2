#pragma once

#include <cstdint>

// Loops for CPUs with AVX512-BF16. No header of LibTorch here: the file behind this one is compiled for those CPUs only, and
// an inline function of a shared header must not be.
namespace chladni::bf16 {

/// Whether this CPU, and this build, can run what follows. LibTorch-free; any thread.
bool available();

inline constexpr std::int64_t kRows = 8;  ///< queries that are worked on together

/// T keys (or values) of `width` d, a multiple of 32.
struct Keys {
    std::int64_t count = 0, width = 0;
    std::int64_t padded() const { return (count + 15) / 16 * 16; }
};

/// Rows `stride` apart -> pairs of channels, 16 keys side by side: [padded / 16, d / 2, 16, 2], zeros after the last.
void pack_keys(const std::uint16_t* rows, std::int64_t stride, Keys keys, std::uint16_t* out);

/// Rows `stride` apart -> pairs of rows, channels side by side: [padded / 2, d, 2], zeros after the last.
void pack_values(const std::uint16_t* rows, std::int64_t stride, Keys keys, std::uint16_t* out);

/// Up to kRows queries, `stride` apart.
struct Queries {
    const std::uint16_t* rows = nullptr;
    std::int64_t stride = 0, count = 0;
};

inline std::int64_t scratch_floats(Keys keys) { return kRows * (2 * keys.padded() + keys.width); }

/// Attention of those queries to packed keys and values; sums in float32. `scratch`: scratch_floats().
void attend_rows(Queries queries, const std::uint16_t* keys, const std::uint16_t* values, Keys shape, float scale,
                 std::uint16_t* out, std::int64_t out_stride, float* scratch);

/// One row of `width` values, a multiple of 16, over its root mean square: x rsqrt(mean(x^2) + eps). All in float32, rounded once.
struct Row {
    const std::uint16_t* values = nullptr;
    std::int64_t width = 0;
    float eps = 0;
};

/// times `weight`.
void rms_norm(Row row, const std::uint16_t* weight, std::uint16_t* out);

/// times `scale` plus `shift`.
void rms_norm_modulated(Row row, const std::uint16_t* scale, const std::uint16_t* shift, std::uint16_t* out);

/// times `weight`, each pair of values turned by the angle whose cosine and sine stand in `turns` [width].
void rms_norm_turned(Row row, const std::uint16_t* weight, const float* turns, std::uint16_t* out);

/// times `scale` plus `shift` (both null: as it is), then SiLU.
void rms_norm_silu(Row row, const std::uint16_t* scale, const std::uint16_t* shift, std::uint16_t* out);

/// As it is.
void rms_norm_plain(Row row, std::uint16_t* out);

/// The gradient of the same by `row`, `slope` being that by its result: r slope - x r^3 mean(slope x), r the inverse root mean square.
void rms_norm_back(Row row, const std::uint16_t* slope, std::uint16_t* out);

/// `width` values, each pair turned as above; `back`: the other way round.
void turn(const std::uint16_t* values, std::int64_t width, const float* turns, bool back, std::uint16_t* out);

/// In place.
void gelu_tanh(std::uint16_t* x, std::int64_t count);

}  // namespace chladni::bf16
