#pragma once

#include <optional>

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// Sound as the adapter is given it.
struct AudioInput {
    at::Tensor tokens;  // [B, A, audio_hidden_dim]
    at::Tensor times;   // [A] seconds on the time axis of the video's coordinates, any order
    at::Tensor mask;    // [B, A] of 0 and 1, or undefined: all are heard
    at::Tensor energy;  // [1 or B, A] loudness of each token, 0..1, or undefined: the root mean square of its values
};

/// How far a video token hears.
struct AudioReach {
    std::optional<double> window_s;  ///< half the width of the window of cross_attention and concat; nothing: all of it
    double pool_s = 0.2;             ///< the same for add, gate and AdaLN, which hear a mean
};

/// One chunk's sound as every way of listening needs it: made once, on the model's device. Times in float64.
struct AudioContext {
    /// `video_times` [1 or B, N] middles in seconds; `scale` [1 or B, 1 or N] multiplies what is added.
    AudioContext(const AudioInput& audio, const at::Tensor& video_times, const at::Tensor& scale, const AudioReach& reach,
                 at::Device device, at::ScalarType dtype);

    bool hears() const { return tokens.defined(); }  ///< whether any token does, at a scale that is not 0

    at::Tensor tokens;  // [1 or B, A, audio] in the model's dtype; those that nobody may hear are left out
    at::Tensor times;   // [A]
    at::Tensor video;   // [1 or B, N]
    at::Tensor bias;    // [1 or B, 1, N, A]: 0 where a video token may hear, else -inf; a row that hears nothing has zeros
    at::Tensor gain;    // [1 or B, 1 or N, 1]: scale, 0 where nothing may be heard

    // By latent frame, which is by distinct middle: what all its tokens hear.
    at::Tensor frame_of;      // [1 or B, N] int64: 0 .. R-1
    at::Tensor pooled;        // [R, audio] mean of the sound around it
    at::Tensor pooled_energy; // [R, 1]
    at::Tensor frame_gain;    // [R, 1]

private:
    void pool(const AudioInput& audio, const at::Tensor& scale, double pool_s, at::ScalarType dtype);
};

}  // namespace chladni::ltx
