#pragma once

#include "engine/encode/clap_config.h"
#include "engine/encode/layer_norm.h"
#include "engine/tensor/linear.h"

namespace chladni {

/// One layer of a stage: attention within windows of the map, every second time of a map that is shifted by half a window;
/// then two linear layers. Maps are [B, H, W, C].
class ClapBlock {
public:
    ClapBlock(Weights& from, const ClapConfig& config, std::int64_t stage, std::int64_t index);
    at::Tensor operator()(const at::Tensor& map) const;

private:
    at::Tensor attended(const at::Tensor& map) const;
    at::Tensor in_windows(const at::Tensor& windows, const at::Tensor& bias) const;
    at::Tensor bias_of(std::int64_t height, std::int64_t width) const;

    std::int64_t window_, shift_, heads_;
    LayerNorm before_, after_;
    Linear query_, key_, value_, out_, inner_, outer_;
    at::Tensor place_bias_;  // [heads, w w, w w]
    Activation activation_;
};

/// Between two stages: four neighbours become one cell, twice as wide.
class ClapMerging {
public:
    ClapMerging(Weights& from, const ClapConfig& config, std::int64_t stage);
    at::Tensor operator()(const at::Tensor& map) const;  // [B, H, W, C] -> [B, H/2, W/2, 2C]

private:
    LayerNorm norm_;
    Linear reduction_;
};

}  // namespace chladni
