#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "engine/base/config_json.h"

namespace chladni::ltx {

/// The numbers of transformer/config.json (class LTXVideoTransformer3DModel).
struct TransformerConfig {
    std::int64_t in_channels = 0, out_channels = 0;
    std::int64_t layers = 0, heads = 0, head_dim = 0;
    std::int64_t cross_attention_dim = 0;
    std::int64_t caption_channels = 0;
    bool attention_bias = true, attention_out_bias = true;
    double norm_eps = 1e-6;
    double rotary_theta = 10000.0;
    std::array<double, 3> rotary_span{20.0, 2048.0, 2048.0};  ///< seconds, px, px

    std::int64_t width() const { return heads * head_dim; }  ///< D
};

/// Throws Error: a missing or impossible number, a variant that is not LTX-Video's.
TransformerConfig load_transformer_config(const ConfigJson& json);

/// The sizes that both layouts have under the same words: all but cross_attention_dim.
TransformerConfig transformer_sizes(const ConfigJson& json);

/// Throws Error where its numbers do not fit together. `json` is what `config` was read from.
void check_transformer_config(const ConfigJson& json, const TransformerConfig& config);

}  // namespace chladni::ltx
