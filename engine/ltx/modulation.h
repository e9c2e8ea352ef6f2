#pragma once

#include "engine/ltx/rows.h"
#include "engine/tensor/linear.h"

namespace chladni::ltx {

/// The noise levels of a call: few distinct ones, and which token has which. So the time network runs on the few.
struct TokenTimes {
    at::Tensor levels;  // [K] float32, 0..1000
    at::Tensor index;   // [1 or B, 1 or N] int64: into levels

    /// `timestep` [B] or [B, N].
    static TokenTimes of(const at::Tensor& timestep);

    /// The same for a batch of `rows` (see for_rows).
    TokenTimes of_rows(std::int64_t rows) const { return {levels, for_rows(index, rows)}; }

    /// [K, D] -> what each token has of it, [1 or B, 1 or N, D].
    at::Tensor per_token(const at::Tensor& rows) const;
};

/// AdaLN-single (PixArt-alpha, section 2.3): noise level -> six modulations of every block, and the embedding for the tail.
class TimeEmbedding {
public:
    TimeEmbedding(Weights& from, const std::string& name, std::int64_t width);

    struct Result {
        at::Tensor blocks;    // [K, 6, D]
        at::Tensor embedded;  // [K, D]
    };
    Result operator()(const at::Tensor& levels) const;  // levels [K]

private:
    Linear linear_1_, linear_2_, to_blocks_;
};

/// cos and sin of level * 10000^(-i/128), i = 0 ... 127, cosines first: [K] -> [K, 256] float32.
at::Tensor sinusoid(const at::Tensor& levels);

/// x * scale + shift; `scale` has the one already added.
inline at::Tensor modulate(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift) {
    return at::addcmul(shift, x, scale);  // [B, N, D]
}

}  // namespace chladni::ltx
