#pragma once

#include <algorithm>
#include <cmath>

#include "engine/tensor/torch.h"

namespace chladni::train {

/// How far films are from others, all their numbers pooled. One thread.
class PictureError {
public:
    /// Both of one shape, -1..1; what is beyond is cut, as a screen does.
    void add(const at::Tensor& made, const at::Tensor& truth) {
        squares_ += (made.clamp(-1.0, 1.0) - truth).square().sum(at::kDouble).item<double>();
        count_ += static_cast<double>(truth.numel());
    }

    /// How much more the error jumps from one cell of `cell` px to the next than from pixel to pixel within: 1 where no border shows.
    void add_seams(const at::Tensor& made, const at::Tensor& truth, std::int64_t cell) {
        const at::Tensor wrong = made - truth;  // [B, T, H, W, 3]
        for (const std::int64_t dim : {2, 3}) {
            const std::int64_t cells = wrong.size(dim) / cell;
            const at::Tensor jumps = (wrong.narrow(dim, 1, cells * cell - 1) - wrong.narrow(dim, 0, cells * cell - 1)).abs();
            const at::Tensor borders = at::arange(cell - 1, cells * cell - 1, cell);  // [cells - 1]
            border_sum_ += jumps.index_select(dim, borders).sum(at::kDouble).item<double>();
            all_sum_ += jumps.sum(at::kDouble).item<double>();
            border_share_ += static_cast<double>(borders.size(0)) * static_cast<double>(jumps.numel() / jumps.size(dim));
            all_share_ += static_cast<double>(jumps.numel());
        }
    }
    double seams() const { return border_share_ > 0 && all_sum_ > 0 ? border_sum_ / border_share_ / ((all_sum_ - border_sum_) / (all_share_ - border_share_)) : 1.0; }

    double psnr_db() const { return 10.0 * std::log10(4.0 * count_ / std::max(squares_, 1e-12)); }  ///< the peak is 2

private:
    double squares_ = 0, count_ = 0;
    double border_sum_ = 0, border_share_ = 0, all_sum_ = 0, all_share_ = 0;
};

}  // namespace chladni::train
