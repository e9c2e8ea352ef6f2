#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "engine/analysis/dense.h"

namespace chladni {

/// How much a moment sounds like a beat that starts no bar, and like one that does; 0..1, together at most 1.
struct BeatChance {
    float beat = 0.0f, downbeat = 0.0f;
};

/// The numbers of a beat net, shared by all who listen with it.
struct BeatNetWeights {
    static constexpr std::size_t kHeard = 272, kTaps = 10, kFilters = 2, kPooled = 131, kWidth = 150;
    std::vector<float> filters, filter_bias;  // [2, 10], [2]
    Dense narrow;                             // [150, 262]
    Dense in[2], again[2];                    // [600, 150] each: gates i, f, g, o
    Dense out;                                // [3, 150]: beat, downbeat, neither
};

/// Throws Error: no such file, a tensor missing or of another shape.
std::shared_ptr<const BeatNetWeights> load_beat_net(const std::filesystem::path& safetensors);

/// The recurrent net of BeatNet (Heydari, Cwitkowitz and Duan, "BeatNet: CRNN and particle filtering for online joint beat,
/// downbeat and meter tracking", ISMIR 2021), frame by frame: a convolution over the bands, two LSTM layers, the likeness of
/// three cases. No heap per step. One thread.
class BeatNet {
public:
    explicit BeatNet(std::shared_ptr<const BeatNetWeights> weights);
    /// `heard` [272], one frame of 20 ms (NetEar).
    BeatChance step(std::span<const float> heard);
    void forget();

private:
    void convolve(std::span<const float> heard);
    void remember(int layer, std::span<const float> x);

    std::shared_ptr<const BeatNetWeights> weights_;
    std::vector<float> pooled_, narrow_, gates_;  // [262], [150], [600]
    std::vector<float> hidden_[2], cell_[2];      // [150] each
};

}  // namespace chladni
