#include "engine/ltx/t5_sizes.h"

#include "engine/base/check.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

namespace {

constexpr std::int64_t kMostSizes = 1 << 20;
constexpr std::int64_t kMostT5Layers = 1024;

struct Matrix {
    std::int64_t rows = 0, columns = 0;
};

Matrix matrix_of(const Weights& weights, const std::string& name) {
    const std::vector<std::int64_t> shape = weights.shape(name);
    const bool fits =
        shape.size() == 2 && shape[0] >= 1 && shape[1] >= 1 && shape[0] < kMostSizes && shape[1] < kMostSizes;
    require(fits, "expected a config.json in '" + weights.folder().string() + "' or a matrix '" + name +
                      "' to tell the sizes of T5 by, got " + (weights.has(name) ? text_of(shape) : "neither"));
    return {shape[0], shape[1]};
}

std::string block(std::int64_t number) { return "encoder.block." + std::to_string(number) + ".layer."; }

std::int64_t layers_of(const Weights& weights) {
    std::int64_t layers = 0;
    while (layers < kMostT5Layers && weights.has(block(layers) + "0.SelfAttention.q.weight")) ++layers;
    return layers;
}

}  // namespace

T5Config t5_config_of(const Weights& weights) {
    const Matrix embedding =
        matrix_of(weights, weights.has("shared.weight") ? "shared.weight" : "encoder.embed_tokens.weight");
    const Matrix distances = matrix_of(weights, block(0) + "0.SelfAttention.relative_attention_bias.weight");
    const Matrix query = matrix_of(weights, block(0) + "0.SelfAttention.q.weight");
    const Matrix gate = matrix_of(weights, block(0) + "1.DenseReluDense.wi_0.weight");
    T5Config config;
    config.vocabulary = embedding.rows;
    config.width = embedding.columns;
    config.buckets = distances.rows;
    config.heads = distances.columns;
    config.head_dim = query.rows / config.heads;
    config.feed = gate.rows;
    config.layers = layers_of(weights);
    const bool whole =
        query.rows % config.heads == 0 && config.buckets % 4 == 0 && config.max_distance > config.buckets / 4;
    require(whole, "expected heads and buckets of T5 in '" + weights.folder().string() + "', got " +
                       std::to_string(query.rows) + " rows for " + std::to_string(config.heads) + " heads and " +
                       std::to_string(config.buckets) + " buckets");
    return config;
}

T5Config load_t5_sizes(const std::filesystem::path& folder) {
    std::error_code ignored;
    if (std::filesystem::exists(folder / "config.json", ignored)) return load_t5_config(folder / "config.json");
    return t5_config_of(Weights::open(folder, at::kMeta, at::kFloat));
}

}  // namespace chladni::ltx
