#pragma once

#include <cstdint>

#include "engine/tensor/torch.h"

namespace chladni::train {

/// A block of video: frames x side x side px x 3.
struct BlockShape {
    std::int64_t frames = 1, side = 4;

    std::int64_t numbers() const { return frames * side * side * 3; }
};

/// A film [B, T, H, W, 3] in blocks as a causal autoencoder counts them: the first is the first frame repeated, the others follow.
/// [B, (T - 1) / frames + 1, H / side, W / side, numbers]; a number's place is frame, colour, column, row, as patches of one frame have it.
at::Tensor blocks_of(const at::Tensor& film, const BlockShape& shape);

/// The way back: of the first block the last frame stays.
at::Tensor film_of(const at::Tensor& blocks, const BlockShape& shape);

/// A linear transform of blocks to the few numbers that say most about them (Karhunen-Loeve, that is, principal components).
struct BlockTransform {
    BlockShape shape;
    at::Tensor mean;       ///< [numbers]
    at::Tensor basis;      ///< [numbers, k], orthonormal columns, the one that says most first
    at::Tensor variances;  ///< [k], of the coefficients

    /// `film` [B, T, H, W, 3] -> [B, F, h, w, k].
    at::Tensor coefficients(const at::Tensor& film) const;
    /// What they stand for: [B, F, h, w, k] -> [B, T, H, W, 3].
    at::Tensor film(const at::Tensor& coefficients) const;
};

/// Gathers blocks of one shape and finds their transform. One thread.
class BlockStatistics {
public:
    explicit BlockStatistics(const BlockShape& shape);

    /// `blocks` [any, numbers].
    void add(const at::Tensor& blocks);
    std::int64_t count() const { return count_; }
    /// Throws Error where there are fewer blocks than components.
    BlockTransform transform(std::int64_t components) const;

private:
    BlockShape shape_;
    std::int64_t count_ = 0;
    at::Tensor sum_;     // [numbers], float64
    at::Tensor square_;  // [numbers, numbers], float64
};

}  // namespace chladni::train
