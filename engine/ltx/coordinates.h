#pragma once

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// The lattice of latent cells of one window, and how it lies on time and picture.
struct LatentGrid {
    std::int64_t frames = 0, height = 0, width = 0;        ///< F, H, W in latent cells
    std::int64_t temporal_ratio = 8, spatial_ratio = 32;   ///< video frames and px per cell
    double frame_rate = 24.0;
    bool causal = true;  ///< times start at the first frame a latent covers: 0, 1, 1+r ... (LTX-Video from 0.9.5 on)
    std::int64_t first_frame = 0;  ///< video frame at which it begins

    std::int64_t cells() const { return height * width; }       ///< tokens per latent frame
    std::int64_t tokens() const { return frames * cells(); }    ///< N
    std::int64_t video_frames() const { return temporal_ratio * (frames - 1) + 1; }
};

/// Seconds, y px and x px of every token's first corner: [1, 3, N] float32, token n = (f H + h) W + w.
at::Tensor make_coordinates(const LatentGrid& grid, at::Device device);

/// The middle in seconds of the frames that each token covers, from its time coordinate (contract: section 8): half a frame
/// at time 0, else half a latent later. `seconds` [B, N] -> [B, N] float64.
at::Tensor middle_times(const at::Tensor& seconds, double temporal_ratio, double frame_rate);

}  // namespace chladni::ltx
