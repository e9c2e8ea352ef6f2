#pragma once

#include <filesystem>
#include <vector>

#include "engine/base/config_json.h"
#include "engine/tensor/linear.h"

namespace chladni::ltx {

/// The numbers of text_encoder/config.json (class T5EncoderModel, feed_forward_proj "gated-gelu").
struct T5Config {
    std::int64_t vocabulary = 0, width = 0, head_dim = 0, heads = 0, feed = 0, layers = 0;
    std::int64_t buckets = 32, max_distance = 128;
    double norm_eps = 1e-6;
};

/// Throws Error: a missing or impossible number, a variant that is not T5 v1.1's.
T5Config load_t5_config(const ConfigJson& json);

/// Which of the learnt distances a pair has, for keys behind and before the query: [T, T] int64, row = query.
/// (Raffel et al. 2020, section 2.1: exact up to a quarter of the buckets, then logarithmic.)
at::Tensor relative_buckets(std::int64_t length, const T5Config& config);

/// T5 v1.1's encoder (reference: transformers' T5EncoderModel). Any thread, in inference mode.
class T5Encoder {
public:
    /// `folder`: text_encoder/ of a model, or one without config.json around a single t5xxl file. Throws Error: what is
    /// missing or does not fit.
    static T5Encoder load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype);
    /// Of weights in memory, to be trained.
    static T5Encoder of(const T5Config& config, const NamedTensors& weights);
    /// Of the weights that this configuration needs.
    static TensorShapes shapes(const T5Config& config);

    const T5Config& config() const { return config_; }
    at::Device device() const { return embedding_.device(); }

    /// `ids` [B, T] int64; `mask` [B, T] of 0 and 1, or undefined: nothing masked -> [B, T, width]. Throws Error for ids
    /// outside of the vocabulary.
    at::Tensor operator()(const at::Tensor& ids, const at::Tensor& mask) const;

private:
    struct Layer {
        Linear q, k, v, o, gate, up, down;
        at::Tensor norm_1, norm_2;  // [width]
    };
    T5Encoder(Weights& from, const T5Config& config);
    Layer layer_of(Weights& from, std::int64_t number) const;
    at::Tensor attend(const Layer& layer, const at::Tensor& x, const at::Tensor& bias) const;
    at::Tensor position_bias(std::int64_t length, const at::Tensor& mask) const;

    T5Config config_;
    at::Tensor embedding_;   // [vocabulary, width]
    at::Tensor distances_;   // [buckets, heads]
    at::Tensor last_norm_;   // [width]
    std::vector<Layer> layers_;
};

}  // namespace chladni::ltx
