#pragma once

#include "engine/tensor/torch.h"

namespace chladni {

/// What wav2vec2 measures over a whole clip: of its samples, and of each channel of the first convolution. Given from outside,
/// frames no longer depend on what else is in the clip.
struct Wav2Vec2Statistics {
    double mean = 0, variance = 0;
    at::Tensor channel_mean, channel_variance;  // [C], undefined without a group norm

    bool known() const { return variance > 0 || channel_mean.defined(); }

    /// Moves towards `newer` by that share; takes it whole where nothing is known yet.
    void move_towards(const Wav2Vec2Statistics& newer, double share) {
        if (!known()) share = 1.0;
        mean += share * (newer.mean - mean);
        variance += share * (newer.variance - variance);
        if (!newer.channel_mean.defined()) return;
        channel_mean = channel_mean.defined() ? at::lerp(channel_mean, newer.channel_mean, share) : newer.channel_mean;
        channel_variance = channel_variance.defined() ? at::lerp(channel_variance, newer.channel_variance, share) : newer.channel_variance;
    }
};

}  // namespace chladni
