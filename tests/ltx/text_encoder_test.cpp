#include "engine/ltx/text_encoder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/ltx/ltx_generator.h"
#include "engine/ltx/ltx_model.h"
#include "engine/ltx/t5_sizes.h"
#include "engine/tensor/safetensors.h"
#include "tests/ltx/tiny_model.h"

namespace chladni::ltx {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kTokens = 32;

class TextEncoderTest : public testing::Test {
protected:
    TextEncoder load(const TextUse& use = {}, at::ScalarType dtype = at::kFloat) const {
        return TextEncoder::load(model_.text(), model_.tokenizer(), at::kCPU, dtype, use);
    }
    TextUse stored() const { return {std::nullopt, false, model_.path() / "store"}; }
    // Another network of the same geometry.
    void change_weights() const {
        NamedTensors weights = read_safetensors(model_.text() / "model.safetensors");
        weights.at("shared.weight") += 1;
        write_safetensors(model_.text() / "model.safetensors", weights);
    }
    std::string complaint() const {
        try {
            load();
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }

    c10::InferenceMode guard_;
    TinyModel model_;
};

TEST_F(TextEncoderTest, TheNetworkIsReadForTheFirstPromptAndNotBefore) {
    TextEncoder encoder = load();
    EXPECT_FALSE(encoder.is_loaded());
    const at::Tensor embeds = encoder.embeds("neon tunnel", kTokens);  // [1, T, d]
    EXPECT_TRUE(encoder.is_loaded());
    EXPECT_EQ(embeds.size(1), static_cast<std::int64_t>(encoder.tokenizer().encode("neon tunnel", kTokens).size()));
    EXPECT_EQ(embeds.size(2), encoder.config().width);
}

TEST_F(TextEncoderTest, PaddingDoesNotReachTheRealTokens) {
    TextEncoder encoder = load();
    EXPECT_TRUE(at::allclose(encoder.embeds("ink", kTokens), encoder.embeds("ink", 4 * kTokens), 1e-4, 1e-5));
}

TEST_F(TextEncoderTest, AFreedNetworkSaysTheSameAgain) {
    TextUse use;
    use.free_network = true;
    TextEncoder encoder = load(use);
    const at::Tensor first = encoder.embeds("ink", kTokens);
    EXPECT_FALSE(encoder.is_loaded());
    EXPECT_TRUE(at::equal(encoder.embeds("ink", kTokens), first));
}

TEST_F(TextEncoderTest, WhatIsInTheStoreNeedsNoNetwork) {
    const at::Tensor first = load(stored()).embeds("ink", kTokens);
    TextEncoder later = load(stored());
    EXPECT_TRUE(at::equal(later.embeds("ink", kTokens), first));
    EXPECT_FALSE(later.is_loaded());
    later.embeds("neon", kTokens);
    EXPECT_TRUE(later.is_loaded());
}

TEST_F(TextEncoderTest, AnotherNetworkTokenizerDtypeOrLengthIsEncodedAnew) {
    load(stored()).embeds("ink", kTokens);
    const auto encodes = [&](at::ScalarType dtype = at::kFloat, std::int64_t length = kTokens) {
        TextEncoder encoder = load(stored(), dtype);
        encoder.embeds("ink", length);
        return encoder.is_loaded();
    };
    EXPECT_FALSE(encodes());
    EXPECT_TRUE(encodes(at::kBFloat16));
    EXPECT_TRUE(encodes(at::kFloat, kTokens + 1));
    change_weights();
    EXPECT_TRUE(encodes());
    EXPECT_FALSE(encodes());
    train_tokenizer(model_.tokenizer() / "spiece.model", {"ink and light", "neon", "fog"}, 40);
    EXPECT_TRUE(encodes());
    Json config = Json::parse(read_text_file(model_.text() / "config.json"));
    config["layer_norm_epsilon"] = 1e-3;
    write_file_atomically(model_.text() / "config.json", config.dump());
    EXPECT_TRUE(encodes());
}

TEST_F(TextEncoderTest, ABrokenStoreIsNoHindrance) {
    const TextUse use{std::nullopt, false, model_.path() / "model_index.json"};  // a file where a folder should be
    EXPECT_EQ(load(use).embeds("ink", kTokens).dim(), 3);
}

TEST_F(TextEncoderTest, HalfPrecisionIsTheOneThatT5Bears) {
    EXPECT_EQ(load({}, at::kHalf).embeds("ink", kTokens).scalar_type(), at::kBFloat16);
}

TEST_F(TextEncoderTest, ABrokenFolderIsToldWhenTheModelIsLoaded) {
    NamedTensors weights = read_safetensors(model_.text() / "model.safetensors");
    weights.erase("encoder.final_layer_norm.weight");
    write_safetensors(model_.text() / "model.safetensors", weights);
    EXPECT_NE(complaint().find("encoder.final_layer_norm.weight"), std::string::npos) << complaint();
    EXPECT_THROW(LtxModel::load(model_.path(), at::kCPU, at::kFloat), Error);
    fs::remove(model_.text() / "model.safetensors");
    EXPECT_NE(complaint().find("expected"), std::string::npos) << complaint();
}

TEST_F(TextEncoderTest, WithoutAConfigurationItsTensorsTellTheSizes) {
    const T5Config by_file = load_t5_sizes(model_.text());
    const at::Tensor want = load().embeds("ink drops", kTokens);
    fs::remove(model_.text() / "config.json");
    const T5Config by_tensors = load_t5_sizes(model_.text());
    EXPECT_EQ(by_tensors.vocabulary, by_file.vocabulary);
    EXPECT_EQ(by_tensors.width, by_file.width);
    EXPECT_EQ(by_tensors.head_dim, by_file.head_dim);
    EXPECT_EQ(by_tensors.heads, by_file.heads);
    EXPECT_EQ(by_tensors.feed, by_file.feed);
    EXPECT_EQ(by_tensors.layers, by_file.layers);
    EXPECT_EQ(by_tensors.buckets, by_file.buckets);
    EXPECT_TRUE(at::equal(load().embeds("ink drops", kTokens), want));
}

TEST_F(TextEncoderTest, TensorsThatAreNotT5sTellNothing) {
    fs::remove(model_.text() / "config.json");
    write_safetensors(model_.text() / "model.safetensors", {{"model.layers.0.mlp.up_proj.weight", at::ones({2, 2})}});
    EXPECT_NE(complaint().find("expected a config.json"), std::string::npos) << complaint();
    write_safetensors(model_.text() / "model.safetensors",
                      {{"shared.weight", at::ones({4, 2})},
                       {"encoder.block.0.layer.0.SelfAttention.q.weight", at::ones({5, 2})},
                       {"encoder.block.0.layer.1.DenseReluDense.wi_0.weight", at::ones({3, 2})},
                       {"encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", at::ones({8, 2})}});
    EXPECT_NE(complaint().find("5 rows for 2 heads"), std::string::npos) << complaint();
}

TEST_F(TextEncoderTest, AGeneratorFillsTheStoreThatItsOptionsName) {
    LtxOptions options;
    options.device = "cpu";
    options.dtype = "float32";
    options.text_device = "cpu";
    options.free_text = true;
    options.prompt_store = model_.path() / "store";
    options.prompt_blend = "slerp";
    ChunkRequest request;
    request.prompt = "ink drops::0.5 neon tunnel::0.5";
    const auto generator = make_ltx_generator(model_.path(), options);
    request.new_frames = generator->info().first_frames;
    const VideoChunk first = generator->generate(request, {});
    EXPECT_EQ(std::distance(fs::directory_iterator(*options.prompt_store), fs::directory_iterator()), 2);
    const auto again = make_ltx_generator(model_.path(), options);
    fs::remove_all(model_.text());  // nobody asks for it
    EXPECT_EQ(again->generate(request, {}).rgba, first.rgba);
    options.prompt_blend = "cubic";
    EXPECT_THROW(make_ltx_generator(model_.path(), options), Error);
}

}  // namespace
}  // namespace chladni::ltx
