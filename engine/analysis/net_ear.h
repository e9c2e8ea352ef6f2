#pragma once

#include <span>
#include <vector>

#include "engine/analysis/real_transform.h"

namespace chladni {

/// What the beat nets hear of 64 ms of sound at any rate: 136 bands a quarter tone apart in logarithmic loudness, then by how
/// much each is more than the time before. (The features of BeatNet, ISMIR 2021, which are made at 22050 Hz: at other rates
/// the spectrum is read off at the same frequencies.) No heap after construction.
class NetEar {
public:
    static constexpr std::size_t kBands = 136;

    explicit NetEar(double rate_hz);
    std::size_t window_length() const { return window_.size(); }
    /// `samples` [window_length] -> [272], valid until the next call.
    std::span<const float> hear(std::span<const float> samples);
    /// What came before is another sound.
    void forget() { first_ = true; }

private:
    struct Triangle {
        std::size_t first_bin, first_weight, length;
    };
    void add(std::size_t low, std::size_t centre, std::size_t high);

    double stride_;                       // bins of our own to one of BeatNet's
    std::vector<float> window_, padded_;  // [window_length], [transform length]
    RealTransform transform_;
    std::vector<Triangle> triangles_;     // [136]
    std::vector<float> weights_;
    std::vector<float> magnitudes_;       // [705]
    std::vector<float> before_, heard_;   // [136], [272]
    bool first_ = true;
};

}  // namespace chladni
