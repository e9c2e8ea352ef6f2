#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "engine/ltx/transformer_block.h"

namespace chladni::ltx {

/// A prompt as every block sees it: made once per prompt, used in every step.
struct TextKeys {
    std::vector<KeysValues> blocks;  ///< one per block
    at::Tensor bias;                 // [B, 1, 1, T] or undefined: nothing masked

    /// Those of `index` [B'], in that order.
    TextKeys rows(const at::Tensor& index) const;
};

/// What may be added to a call.
struct CallExtras {
    CallExtras(const AudioInjection* sound = nullptr, const SkipLayers* skipped = nullptr) : audio(sound), skip(skipped) {}  // NOLINT

    const AudioInjection* audio;
    const SkipLayers* skip;
    /// In training: every block is computed again on the way back instead of being remembered. Whatever the call refers to; it lives as
    /// long as that may happen. Null: all is remembered.
    std::shared_ptr<const void> recompute;
};

/// LTX-Video's transformer (reference: diffusers' LTXVideoTransformer3DModel). Any thread, in inference mode.
class Transformer {
public:
    /// `folder`: transformer/ of a model. Throws Error: what is missing or does not fit its config.json.
    static Transformer load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype);
    static Transformer load(const PartSource<TransformerConfig>& source, at::Device device, at::ScalarType dtype);
    /// Of weights in memory, to be trained.
    static Transformer of(const TransformerConfig& config, const NamedTensors& weights);
    /// Of the weights that this configuration needs.
    static TensorShapes shapes(const TransformerConfig& config);

    const TransformerConfig& config() const { return config_; }
    at::Device device() const { return table_.device(); }
    at::ScalarType dtype() const { return table_.scalar_type(); }

    /// `embeds` [B, T, caption]; `mask` [B, T] of 0 and 1, or undefined.
    TextKeys look_at_text(const at::Tensor& embeds, const at::Tensor& mask) const;

    /// The table for `coords` [B, 3, N]: made once per window.
    at::Tensor rotary(const at::Tensor& coords) const;

    /// `x` [B, N, C] -> velocity [B, N, C] in the model's dtype.
    at::Tensor operator()(const at::Tensor& x, const TokenTimes& times, const at::Tensor& rotary, const TextKeys& text,
                          const CallExtras& extras = {}) const;

    /// Its linear layers by name, to which low-rank branches can be added.
    const BranchPoints& branch_points() const { return branch_points_; }

private:
    Transformer(Weights& from, const TransformerConfig& config);
    at::Tensor tail(const at::Tensor& x, const TokenTimes& times, const at::Tensor& embedded) const;

    TransformerConfig config_;
    Linear head_;
    TimeEmbedding time_;
    Linear caption_1_, caption_2_;
    at::Tensor table_;  // [2, D]: shift, scale
    Linear tail_;
    std::vector<TransformerBlock> blocks_;
    BranchPoints branch_points_;
};

}  // namespace chladni::ltx
