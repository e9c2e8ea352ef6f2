#include "engine/ltx/t5_encoder.h"

#include <cmath>
#include <limits>

#include "engine/base/check.h"
#include "engine/ltx/t5_sizes.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

namespace {

Linear take_plain(Weights& from, const std::string& name, std::int64_t in, std::int64_t out) {
    return take_linear(from, name, in, out, /*bias=*/false);
}

// Stored under one name, the other, or both.
at::Tensor take_embedding(Weights& from, const T5Config& config) {
    const std::string other = "encoder.embed_tokens.weight";
    const bool shared = from.has("shared.weight");
    if (shared) from.ignore(other);
    return from.take(shared ? "shared.weight" : other, {config.vocabulary, config.width});  // [vocabulary, width]
}

void check_ids(const at::Tensor& ids, const T5Config& config) {
    require(ids.dim() == 2 && ids.scalar_type() == at::kLong && ids.numel() > 0,
            std::string("expected token ids [B, T] int64, got ") + text_of(ids.sizes()) + " " + c10::toString(ids.scalar_type()));
    const std::int64_t least = ids.min().item<std::int64_t>(), most = ids.max().item<std::int64_t>();
    require(least >= 0 && most < config.vocabulary, "expected token ids from 0 to " + std::to_string(config.vocabulary - 1) + ", got " +
                                                        std::to_string(least < 0 ? least : most));
}

}  // namespace

T5Config load_t5_config(const ConfigJson& json) {
    constexpr std::int64_t kMostSizes = 1 << 20;
    json.expect_model("a T5 text encoder", {"t5", "mt5"});
    if (json.text("feed_forward_proj", "relu") != "gated-gelu") json.refuse("feed_forward_proj", "'gated-gelu' (T5 v1.1)");
    T5Config config;
    config.vocabulary = json.whole("vocab_size", 1, kMostSizes);
    config.width = json.whole("d_model", 1, kMostSizes);
    config.head_dim = json.whole("d_kv", 1, kMostSizes);
    config.heads = json.whole("num_heads", 1, 1024);
    config.feed = json.whole("d_ff", 1, kMostSizes);
    config.layers = json.whole("num_layers", 1, 1024);
    config.buckets = json.whole("relative_attention_num_buckets", 4, 1024, config.buckets);
    config.max_distance = json.whole("relative_attention_max_distance", 1, kMostSizes, config.max_distance);
    config.norm_eps = json.number("layer_norm_epsilon", config.norm_eps);
    if (config.buckets % 4 || config.max_distance <= config.buckets / 4)
        json.refuse("relative_attention_max_distance", "more than a quarter of relative_attention_num_buckets, itself a multiple of 4,");
    return config;
}

at::Tensor relative_buckets(std::int64_t length, const T5Config& config) {
    const std::int64_t half = config.buckets / 2, exact = half / 2;
    const at::Tensor at = at::arange(length, at::kLong);                              // [T]
    const at::Tensor ahead = at.unsqueeze(0) - at.unsqueeze(1);                       // [T, T] key - query
    const at::Tensor distance = ahead.abs();                                          // [T, T]
    const double span = std::log(static_cast<double>(config.max_distance) / static_cast<double>(exact));
    const at::Tensor wide = at::log(distance.to(at::kFloat) / static_cast<double>(exact)) / span * static_cast<double>(half - exact);  // [T, T]
    const at::Tensor far = (wide.clamp_min(0).to(at::kLong) + exact).clamp_max(half - 1);  // [T, T]
    return at::where(distance < exact, distance, far) + (ahead > 0).to(at::kLong) * half;  // [T, T]
}

T5Encoder T5Encoder::load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype) {
    const T5Config config = load_t5_sizes(folder);
    return build_from_weights(folder, device, dtype, [&](Weights& from) { return T5Encoder(from, config); });
}

T5Encoder T5Encoder::of(const T5Config& config, const NamedTensors& weights) {
    return build_from_tensors(weights, [&](Weights& from) { return T5Encoder(from, config); });
}

TensorShapes T5Encoder::shapes(const T5Config& config) {
    return shapes_of([&](Weights& from) { T5Encoder(from, config); });
}

T5Encoder::T5Encoder(Weights& from, const T5Config& config)
    : config_(config),
      embedding_(take_embedding(from, config)),
      distances_(from.take("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", {config.buckets, config.heads})),
      last_norm_(from.take("encoder.final_layer_norm.weight", {config.width})) {
    for (std::int64_t i = 0; i < config.layers; ++i) layers_.push_back(layer_of(from, i));
}

T5Encoder::Layer T5Encoder::layer_of(Weights& from, std::int64_t number) const {
    const std::string name = "encoder.block." + std::to_string(number) + ".layer.";
    const std::string attention = name + "0.SelfAttention.", feed = name + "1.DenseReluDense.";
    const std::int64_t width = config_.width, inner = config_.heads * config_.head_dim;
    Layer layer;
    layer.q = take_plain(from, attention + "q", width, inner);
    layer.k = take_plain(from, attention + "k", width, inner);
    layer.v = take_plain(from, attention + "v", width, inner);
    layer.o = take_plain(from, attention + "o", inner, width);
    layer.gate = take_plain(from, feed + "wi_0", width, config_.feed);
    layer.up = take_plain(from, feed + "wi_1", width, config_.feed);
    layer.down = take_plain(from, feed + "wo", config_.feed, width);
    layer.norm_1 = from.take(name + "0.layer_norm.weight", {width});
    layer.norm_2 = from.take(name + "1.layer_norm.weight", {width});
    return layer;
}

at::Tensor T5Encoder::position_bias(std::int64_t length, const at::Tensor& mask) const {
    const at::Tensor buckets = relative_buckets(length, config_).to(device());  // [T, T]
    const at::Tensor bias = at::embedding(distances_, buckets).permute({2, 0, 1}).unsqueeze(0).to(at::kFloat);  // [1, heads, T, T]
    if (!mask.defined()) return bias;
    const at::Tensor hidden = mask.to(device()).unsqueeze(1).unsqueeze(1) < 0.5;             // [B, 1, 1, T]
    return bias.masked_fill(hidden, static_cast<double>(std::numeric_limits<float>::lowest()));  // [B, heads, T, T]
}

// No division by the root of the head size: T5 was trained without.
at::Tensor T5Encoder::attend(const Layer& layer, const at::Tensor& x, const at::Tensor& bias) const {
    const auto heads = [&](const at::Tensor& y) { return y.unflatten(-1, {config_.heads, config_.head_dim}).transpose(1, 2); };  // [B, heads, T, d]
    const at::Tensor mixed = at::scaled_dot_product_attention(heads(layer.q(x)), heads(layer.k(x)), heads(layer.v(x)), bias.to(x.scalar_type()),
                                                              0.0, false, /*scale=*/1.0);                                       // [B, heads, T, d]
    return layer.o(mixed.transpose(1, 2).flatten(2));                                                                            // [B, T, width]
}

at::Tensor T5Encoder::operator()(const at::Tensor& ids, const at::Tensor& mask) const {
    check_ids(ids, config_);
    require(!mask.defined() || mask.sizes() == ids.sizes(),
            "expected a text mask " + text_of(ids.sizes()) + ", got " + (mask.defined() ? text_of(mask.sizes()) : ""));
    const at::Tensor bias = position_bias(ids.size(1), mask);  // [1 or B, heads, T, T]
    const auto normed = [&](const at::Tensor& y, const at::Tensor& weight) { return at::rms_norm(y, {config_.width}, weight, config_.norm_eps); };
    at::Tensor x = at::embedding(embedding_, ids.to(device()));                            // [B, T, width]
    for (const Layer& layer : layers_) {
        x = x + attend(layer, normed(x, layer.norm_1), bias);                              // [B, T, width]
        const at::Tensor h = normed(x, layer.norm_2);                                      // [B, T, width]
        x = x + layer.down(at::gelu(layer.gate(h), "tanh") * layer.up(h));                 // [B, T, width]
    }
    return normed(x, last_norm_);  // [B, T, width]
}

}  // namespace chladni::ltx
