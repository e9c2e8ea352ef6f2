#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/text_encoder.h"
#include "tests/ltx/hashed_weights.h"
#include "tests/support/temp_folder.h"

namespace chladni::ltx {
namespace {

struct T5Golden {
    T5Golden() {
        const std::filesystem::path source = CHLADNI_SOURCE_DIR;
        Metadata metadata;
        tensors = read_safetensors(source / "tests/ltx/golden/t5.safetensors", &metadata);
        config = Json::parse(metadata.at("config"));
        weights = hashed_weights(Json::parse(metadata.at("shapes")));
    }
    void write_to(const std::filesystem::path& folder) const {
        write_file_atomically(folder / "config.json", config.dump());
        write_safetensors(folder / "model.safetensors", weights);
    }
    T5Encoder load() const {
        const TempFolder folder;
        write_to(folder.path());
        return T5Encoder::load(folder.path(), at::kCPU, at::kFloat);
    }

    NamedTensors tensors, weights;
    Json config;
};

TEST(T5, SaysWhatTheReferenceSays) {
    const c10::InferenceMode guard;
    const T5Golden golden;
    const T5Encoder t5 = golden.load();
    const at::Tensor ids = golden.tensors.at("input_ids"), mask = golden.tensors.at("attention_mask");
    EXPECT_LT(relative_error(t5(ids, {}), golden.tensors.at("unmasked")), 2e-4);
    const at::Tensor real = mask.unsqueeze(-1) > 0.5;
    EXPECT_LT(relative_error(t5(ids, mask) * real, golden.tensors.at("masked") * real), 2e-4);
}

TEST(T5, TheEmbeddingMayStandUnderEitherNameOrBoth) {
    const c10::InferenceMode guard;
    T5Golden golden;
    const at::Tensor ids = golden.tensors.at("input_ids");
    golden.weights["encoder.embed_tokens.weight"] = golden.weights.at("shared.weight");
    EXPECT_LT(relative_error(golden.load()(ids, {}), golden.tensors.at("unmasked")), 2e-4);
    golden.weights.erase("shared.weight");
    EXPECT_LT(relative_error(golden.load()(ids, {}), golden.tensors.at("unmasked")), 2e-4);
}

TEST(T5, FarDistancesShareBuckets) {
    const at::Tensor row = relative_buckets(200, T5Config{})[0];  // what the first token sees
    const auto bucket = [&](std::int64_t distance) { return row[distance].item<std::int64_t>() - 16 * (distance > 0); };
    const std::vector<std::int64_t> firsts{8, 12, 16, 23, 32, 46, 64, 91};
    for (std::size_t i = 0; i < firsts.size(); ++i) {
        EXPECT_EQ(bucket(firsts[i]), static_cast<std::int64_t>(8 + i));
        EXPECT_EQ(bucket(firsts[i] - 1), static_cast<std::int64_t>(7 + i));
    }
    EXPECT_EQ(bucket(199), 15);
}

TEST(T5, IdsOutsideOfTheVocabularyAreRefused) {
    const T5Encoder t5 = T5Golden().load();
    EXPECT_THROW(t5(at::full({1, 2}, 40, at::kLong), {}), Error);
    EXPECT_THROW(t5(at::full({1, 2}, -1, at::kLong), {}), Error);
    EXPECT_THROW(t5(at::zeros({1, 2}), {}), Error);
}

class TokenizerTest : public testing::Test {
protected:
    TokenizerTest() { train_tokenizer(folder_.path() / "spiece.model", {"warm light", "slow ink", "neon tunnel", "blue"}, 40); }
    std::vector<std::int64_t> encode(const std::string& text, std::int64_t length = 64) const {
        return Tokenizer(folder_.path()).encode(text, length);
    }
    TempFolder folder_;
};

TEST_F(TokenizerTest, AnEmptyPromptIsOneEnd) {
    EXPECT_EQ(encode(""), std::vector<std::int64_t>{1});
    EXPECT_EQ(encode(" \n "), std::vector<std::int64_t>{1});
}

TEST_F(TokenizerTest, BlanksAroundDoNotMatterAndTheLastTokenIsTheEnd) {
    const std::vector<std::int64_t> ids = encode("slow ink");
    EXPECT_GT(ids.size(), 2u);
    EXPECT_EQ(ids.back(), 1);
    EXPECT_EQ(encode("  slow ink\n"), ids);
}

TEST_F(TokenizerTest, WhatItDoesNotKnowIsOneUnknown) {
    const std::vector<std::int64_t> ids = encode("\xE6\xBC\xA2\xE5\xAD\x97");
    EXPECT_EQ(std::count(ids.begin(), ids.end(), 2), 1);
}

TEST_F(TokenizerTest, ALongPromptIsCutAndStillEnds) {
    std::vector<std::int64_t> whole = encode("warm light slow ink neon tunnel"), cut = encode("warm light slow ink neon tunnel", 5);
    ASSERT_EQ(cut.size(), 5u);
    EXPECT_EQ(cut.back(), 1);
    EXPECT_TRUE(std::equal(cut.begin(), cut.end() - 1, whole.begin()));
}

TEST_F(TokenizerTest, TheSameWordsGiveTheSameBytes) {
    train_tokenizer(folder_.path() / "again.model", {"warm light", "slow ink", "neon tunnel", "blue"}, 40);
    EXPECT_EQ(read_text_file(folder_.path() / "spiece.model"), read_text_file(folder_.path() / "again.model"));
}

TEST_F(TokenizerTest, AWholeWordIsOneToken) {
    train_tokenizer(folder_.path() / "spiece.model", {"warm light", "slow ink", "neon tunnel", "blue"}, 40, {"aurora", "blue"});
    EXPECT_EQ(encode("aurora").size(), 2u);
    EXPECT_EQ(encode("blue").size(), 2u);
    EXPECT_GT(encode("tunnel").size(), 2u);
}

TEST_F(TokenizerTest, ABrokenModelIsRefusedInOneSentence) {
    for (const std::string content : {"", "not a model", "\x0a\xff\xff\xff\x7f"}) {
        write_file_atomically(folder_.path() / "spiece.model", content);
        EXPECT_THROW(Tokenizer(folder_.path()), Error);
    }
}

TEST_F(TokenizerTest, PaddingIsMasked) {
    const PaddedTokens tokens = padded_tokens(Tokenizer(folder_.path()), "blue", 16);
    const std::int64_t real = tokens.mask.sum().item<std::int64_t>();
    EXPECT_EQ(tokens.ids.sizes(), at::IntArrayRef({1, 16}));
    EXPECT_EQ(tokens.ids[0][real - 1].item<std::int64_t>(), 1);
    EXPECT_FALSE(tokens.ids[0].narrow(0, real, 16 - real).any().item<bool>());
}

TEST_F(TokenizerTest, ATokenizerLargerThanTheNetworkIsRefused) {
    T5Golden golden;
    golden.config["vocab_size"] = 8;
    golden.weights["shared.weight"] = at::zeros({8, 16});
    golden.write_to(folder_.path());
    EXPECT_THROW(TextEncoder::load(folder_.path(), folder_.path(), at::kCPU, at::kFloat), Error);
}

}  // namespace
}  // namespace chladni::ltx
