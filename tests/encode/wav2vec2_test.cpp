#include <gtest/gtest.h>

#include "engine/encode/wav2vec2_network.h"
#include "tests/encode/goldens.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

const std::string kConfig = R"("model_type": "wav2vec2", "hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 96,
                               "conv_dim": [32, 32, 32, 32, 32, 32, 32])";

class Wav2Vec2Test : public testing::Test {
protected:
    Wav2Vec2Network network(const NamedTensors& golden, const std::string& preprocessor = "{}", at::ScalarType dtype = at::kFloat) const {
        write_golden_model(golden, folder_.path(), "{" + kConfig + "}", preprocessor);
        return Wav2Vec2Network::load(folder_.path(), at::kCPU, dtype);
    }
    TempFolder folder_;
};

TEST_F(Wav2Vec2Test, ItSaysWhatTransformersSays) {
    CHLADNI_NEEDS_GOLDEN("wav2vec2_tiny");
    const NamedTensors golden = read_safetensors(golden_path("wav2vec2_tiny")), features = read_safetensors(golden_path("features_golden"));
    const at::Tensor got = network(golden, R"({"do_normalize": false})")(features.at("wav2vec2_norm_2s_16k"));
    EXPECT_LT(distance(got, golden.at("out.last_hidden_state")), 1e-4);
}

TEST_F(Wav2Vec2Test, EachClipIsNormalised) {
    CHLADNI_NEEDS_GOLDEN("wav2vec2_tiny");
    const NamedTensors golden = read_safetensors(golden_path("wav2vec2_tiny"));
    const at::Tensor sound = golden_sound(2, 16000), louder = sound * 0.2 + 0.3;
    const at::Tensor got = network(golden)(at::cat({sound, louder}));
    EXPECT_LT(distance(got[0], golden.at("out.last_hidden_state")[0]), 1e-4);
    EXPECT_LT(distance(got[1], golden.at("out.last_hidden_state")[0]), 2e-3);  // as the same sound, to the 1e-7 in the deviation
}

TEST_F(Wav2Vec2Test, WithoutPrefixWithAHeadAndWithTheNewNamesOfTheNormItIsTheSame) {
    CHLADNI_NEEDS_GOLDEN("wav2vec2_tiny");
    const NamedTensors golden = read_safetensors(golden_path("wav2vec2_tiny"));
    NamedTensors renamed{{"w.lm_head.weight", at::ones({3, 48})}, {"w.lm_head.bias", at::ones({3})}};
    for (const auto& [name, tensor] : golden) {
        if (!name.starts_with("w.wav2vec2.")) continue;
        std::string plain = "w." + name.substr(std::string("w.wav2vec2.").size());
        if (plain.ends_with("weight_g")) plain = "w.encoder.pos_conv_embed.conv.parametrizations.weight.original0";
        if (plain.ends_with("weight_v")) plain = "w.encoder.pos_conv_embed.conv.parametrizations.weight.original1";
        renamed[plain] = tensor;
    }
    const at::Tensor sound = golden_sound(2, 16000), expected = network(golden)(sound);
    EXPECT_TRUE(at::equal(network(renamed)(sound), expected));
    renamed["w.encoder.layers.0.extra"] = at::ones({1});
    EXPECT_NE(complaint([&] { network(renamed); }).find("encoder.layers.0.extra"), std::string::npos);
}

TEST_F(Wav2Vec2Test, InHalfPrecisionItSaysNearlyTheSame) {
    CHLADNI_NEEDS_GOLDEN("wav2vec2_tiny");
    const NamedTensors golden = read_safetensors(golden_path("wav2vec2_tiny"));
    const at::Tensor wanted = golden.at("out.last_hidden_state");
    for (const at::ScalarType dtype : {at::kBFloat16, at::kHalf}) {
        const at::Tensor got = network(golden, "{}", dtype)(golden_sound(2, 16000)).to(at::kFloat);
        EXPECT_LT((got - wanted).norm().item<double>(), 0.03 * wanted.norm().item<double>()) << dtype;
    }
}

// With its statistics given, a frame of the convolutions no longer depends on what else is in the clip.
TEST_F(Wav2Vec2Test, TheClipsOwnStatisticsGivenFromOutsideChangeNothing) {
    CHLADNI_NEEDS_GOLDEN("wav2vec2_tiny");
    const NamedTensors golden = read_safetensors(golden_path("wav2vec2_tiny"));
    const Wav2Vec2Network hears = network(golden);
    const at::Tensor sound = golden_sound(2, 16000);
    const Wav2Vec2Statistics own = hears.measure(sound);
    EXPECT_LT(distance(hears(sound, &own), golden.at("out.last_hidden_state")), 1e-4);
}

TEST_F(Wav2Vec2Test, FramesAreCountedAsTheConvolutionsGiveThem) {
    const Wav2Vec2Config config;
    EXPECT_EQ(config.field(), 400);
    EXPECT_EQ(config.step(), 320);
    EXPECT_EQ(config.frames_of(160000), 499);
    EXPECT_EQ(config.frames_of(16000), 49);
    EXPECT_EQ(config.frames_of(400), 1);
    EXPECT_EQ(config.frames_of(399), 0);
}

TEST_F(Wav2Vec2Test, ASoundShorterThanAFrameIsRefusedInOneSentence) {
    CHLADNI_NEEDS_GOLDEN("wav2vec2_tiny");
    const Wav2Vec2Network hears = network(read_safetensors(golden_path("wav2vec2_tiny")));
    EXPECT_NE(complaint([&] { hears(at::zeros({1, 399})); }).find("at least 400 samples"), std::string::npos);
    EXPECT_EQ(hears(at::zeros({1, 400})).size(1), 1);
}

TEST_F(Wav2Vec2Test, AConfigurationThatNoSuchNetworkHasIsRefusedInOneSentence) {
    for (const char* more : {R"("conv_kernel": [3])", R"("conv_stride": [0, 2, 2, 2, 2, 2, 2])", R"("feat_extract_norm": "batch")", R"("num_attention_heads": 5)",
                             R"("num_conv_pos_embedding_groups": 7)", R"("add_adapter": true)", R"("adapter_attn_dim": 16)", R"("hidden_act": 7)", R"("layer_norm_eps": -1)",
                             R"("model_type": "hubert")", R"("conv_stride": [4000, 4000, 4000, 2, 2, 2, 2])", R"("conv_dim": [])"}) {
        write_file_atomically(folder_.path() / "config.json", "{" + kConfig + ", " + more + "}");
        EXPECT_NE(complaint([&] { load_wav2vec2_config(folder_.path() / "config.json"); }).find("expected"), std::string::npos) << more;
    }
}

}  // namespace
}  // namespace chladni
