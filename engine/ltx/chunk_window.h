#pragma once

#include <vector>

#include "engine/ltx/coordinates.h"
#include "engine/types/chunk.h"

namespace chladni::ltx {

/// One window of latents on the stream's time. It repeats the last latents of the window before, clean, so that the new frames
/// go on from there.
struct ChunkWindow {
    LatentGrid grid;
    std::int64_t context = 0;  ///< latent frames repeated from the window before; 0: the first

    /// Video frames that the repeated latents cover.
    std::int64_t context_frames() const { return context == 0 ? 0 : grid.temporal_ratio * (context - 1) + 1; }
    std::int64_t new_frames() const { return grid.video_frames() - context_frames(); }
    double context_seconds() const { return static_cast<double>(context_frames()) / grid.frame_rate; }
};

/// The request's sound on the window's time.
AudioTokens audio_in_window(const ChunkRequest& request, const ChunkWindow& window);

/// One value per latent frame from one per new frame: the mean over its frames, the first for the context. [F].
std::vector<float> scale_per_latent(const std::vector<float>& curve, const ChunkWindow& window);

/// Frames [1, 3, T, H, W] in -1..1 from frame `first` on, as 8-bit RGBA with stamps on the stream's time and beats.
VideoChunk finished_chunk(const at::Tensor& frames, std::int64_t first, const ChunkRequest& request, double frame_rate);

}  // namespace chladni::ltx
