#pragma once

#include <vector>

#include "engine/ltx/vae_memory.h"
#include "engine/ltx/video_vae.h"

namespace chladni::ltx {

/// Decodes a film whose latents come in pieces, in memory that does not grow with the film: all pushes together give
/// the frames that one decode of all latents gives, bit for bit where LibTorch takes the same kernel for piece and film
/// (on a CPU it goes by their size), else to the rounding of its kernels. A decoder that looks ahead (all published
/// ones) gives a frame when what it depends on has come, so the first pushes give none. One thread, in inference mode.
class VaeDecodeStream {
public:
    /// Of the options, tiling in space is heeded, tiling in time is not needed.
    explicit VaeDecodeStream(VideoVae vae, VaeDecodeOptions options = {});

    /// `latents` [B, C, f, H, W] normalised; `last`: no other follows, then f may be 0 -> the frames [B, 3, t, ratio H,
    /// ratio W] that have become final, float32 on the model's device, t maybe 0. Throws Error for another shape than
    /// the first piece's, and after the last one; what fails while decoding leaves a stream that is of no more use.
    at::Tensor push(const at::Tensor& latents, bool last);

    /// Held between pushes: frames that await their neighbours, and noise maps.
    std::size_t bytes() const;

private:
    void check(const at::Tensor& latents) const;
    void begin(const at::Tensor& latents);
    at::Tensor decoded(const at::Tensor& z);
    at::Tensor decoded_tile(const at::Tensor& z, VaeMemory& memory) const;

    VideoVae vae_;
    VaeDecodeOptions options_;
    DecodeNoise noise_;
    at::Tensor timestep_;              // [B], or undefined
    std::vector<std::int64_t> shape_;  // of the first piece; empty before it
    std::vector<VaeMemory> tiles_;     // row by row
    bool last_ = false;
};

}  // namespace chladni::ltx
