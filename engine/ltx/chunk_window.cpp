#include "engine/ltx/chunk_window.h"

#include <algorithm>

namespace chladni::ltx {

AudioTokens audio_in_window(const ChunkRequest& request, const ChunkWindow& window) {
    AudioTokens audio = request.audio;
    const double start = request.start.value - window.context_seconds();
    for (double& time : audio.times_s) time -= start;
    return audio;
}

std::vector<float> scale_per_latent(const std::vector<float>& curve, const ChunkWindow& window) {
    const LatentGrid& grid = window.grid;
    const auto last = static_cast<std::int64_t>(curve.size()) - 1;
    std::vector<float> scales;
    for (std::int64_t l = 0; l < grid.frames; ++l) {
        const std::int64_t begin = l == 0 ? 0 : grid.temporal_ratio * (l - 1) + 1, end = grid.temporal_ratio * l;
        const auto value = [&](std::int64_t frame) {  // of the window
            return curve[static_cast<std::size_t>(std::clamp<std::int64_t>(frame - window.context_frames(), 0, last))];
        };
        double sum = 0;
        for (std::int64_t frame = begin; frame <= end; ++frame) sum += static_cast<double>(value(frame));
        scales.push_back(static_cast<float>(sum / static_cast<double>(end - begin + 1)));
    }
    return scales;
}

VideoChunk finished_chunk(const at::Tensor& frames, std::int64_t first, const ChunkRequest& request, double frame_rate) {
    const at::Tensor shown = frames[0].narrow(1, first, frames.size(2) - first);                        // [3, T, H, W]
    const at::Tensor bytes = shown.add(1.0).mul_(127.5).round_().clamp_(0.0, 255.0).to(at::kByte).cpu();  // [3, T, H, W]
    VideoChunk chunk;
    chunk.index = request.index;
    chunk.height = static_cast<int>(bytes.size(2));
    chunk.width = static_cast<int>(bytes.size(3));
    chunk.rgba.assign(static_cast<std::size_t>(bytes.numel() / 3 * 4), 255);
    at::Tensor out = at::from_blob(chunk.rgba.data(), {bytes.size(1), bytes.size(2), bytes.size(3), 4}, at::kByte);  // [T, H, W, 4]
    out.narrow(3, 0, 3).copy_(bytes.permute({1, 2, 3, 0}));                                              // [T, H, W, 3]
    for (std::int64_t i = 0; i < bytes.size(1); ++i) {
        const Seconds time = request.start + Seconds{static_cast<double>(i) / frame_rate};
        chunk.stamps.push_back({time, request.grid.beat_at(time)});
    }
    return chunk;
}

}  // namespace chladni::ltx
