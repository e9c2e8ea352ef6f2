#include "engine/encode/wav2vec2_block.h"

#include "engine/tensor/attend.h"

namespace chladni {

Wav2Vec2Block::Wav2Vec2Block(Weights& from, const Wav2Vec2Config& config, std::int64_t index)
    : heads_(config.heads), stable_norm_(config.stable_norm), activation_(config.activation) {
    const std::string name = "encoder.layers." + std::to_string(index) + ".";
    const std::int64_t width = config.width;
    query_ = take_linear(from, name + "attention.q_proj", width, width);
    key_ = take_linear(from, name + "attention.k_proj", width, width);
    value_ = take_linear(from, name + "attention.v_proj", width, width);
    out_ = take_linear(from, name + "attention.out_proj", width, width);
    inner_ = take_linear(from, name + "feed_forward.intermediate_dense", width, config.inner);
    outer_ = take_linear(from, name + "feed_forward.output_dense", config.inner, width);
    norm_ = take_layer_norm(from, name + "layer_norm", width, config.norm_eps);
    last_norm_ = take_layer_norm(from, name + "final_layer_norm", width, config.norm_eps);
}

at::Tensor Wav2Vec2Block::operator()(const at::Tensor& x) const {
    if (stable_norm_) {
        const at::Tensor y = x + attended(norm_(x));  // [B, T, D]
        return y + fed(last_norm_(y));                // [B, T, D]
    }
    const at::Tensor y = norm_(x + attended(x));      // [B, T, D]
    return last_norm_(y + fed(y));                    // [B, T, D]
}

at::Tensor Wav2Vec2Block::attended(const at::Tensor& x) const {
    const auto by_head = [&](const at::Tensor& y) { return y.view({y.size(0), y.size(1), heads_, -1}).transpose(1, 2); };  // [B, heads, T, d]
    const at::Tensor mixed = attend(by_head(query_(x)), by_head(key_(x)), by_head(value_(x)), {});                         // [B, heads, T, d]
    return out_(mixed.transpose(1, 2).flatten(2));                                                                         // [B, T, D]
}

at::Tensor Wav2Vec2Block::fed(const at::Tensor& x) const { return outer_(activation_(inner_(x))); }  // [B, T, D]

}  // namespace chladni
