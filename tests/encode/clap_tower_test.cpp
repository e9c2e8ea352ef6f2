#include "engine/encode/clap_tower.h"

#include <gtest/gtest.h>

#include "tests/encode/goldens.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

std::string config_text(bool fusion, const std::string& more = "") {
    return R"({"model_type": "clap_audio_model", "patch_embeds_hidden_size": 16, "depths": [2, 2, 2, 2], "num_attention_heads": [1, 2, 4, 8],
              "hidden_size": 128, "projection_dim": 32, "enable_fusion": )" + std::string(fusion ? "true" : "false") + more + "}";
}

class ClapTowerTest : public testing::Test {
protected:
    ClapTower tower(const NamedTensors& golden, const std::string& config, at::ScalarType dtype = at::kFloat) const {
        write_golden_model(golden, folder_.path(), config, "{}");
        return ClapTower::load(folder_.path(), at::kCPU, dtype);
    }
    TempFolder folder_;
};

// Patches of nearly even picture are normed, which makes rounding large: transformers itself, in float64, is this far away.
constexpr double kPatchRounding = 2.5e-4;

// [1, C, H, W] -> [1, 4 W, C], as the tower unfolds it.
at::Tensor in_time(const at::Tensor& map) { return map.permute({0, 2, 3, 1}).reshape({1, 4, map.size(2) / 4, map.size(3), map.size(1)}).mean(2).flatten(1, 2); }

// [4, T, bands]: the golden's map, rolled along time.
at::Tensor rolled(const NamedTensors& golden, const NamedTensors& features) {
    const at::Tensor mel = features.at("fusion_10s_4x1001x64")[0];
    std::vector<at::Tensor> maps;
    for (int i = 0; i < 4; ++i) maps.push_back(at::roll(mel, {golden.at("in.rolls")[i].item<std::int64_t>()}, {0}));
    return at::stack(maps).unsqueeze(0);
}

TEST_F(ClapTowerTest, WithoutFusionItSaysWhatTransformersSays) {
    CHLADNI_NEEDS_GOLDEN("clap_tiny_unfused");
    const NamedTensors golden = read_safetensors(golden_path("clap_tiny_unfused")), features = read_safetensors(golden_path("features_golden"));
    const ClapResult result = tower(golden, config_text(false))({features.at("randtrunc_10s_1x1001x64").unsqueeze(0), {false}});
    EXPECT_LT(distance(result.patches.permute({0, 3, 1, 2}), golden.at("out.longer0.patch_embed")), kPatchRounding);
    EXPECT_LT(distance(result.features, in_time(golden.at("out.longer0.stage3_before_downsample"))), 1e-4);
    EXPECT_LT(distance(result.embedding, golden.at("out.longer0.audio_embeds_unnormalised")), 1e-4);
}

TEST_F(ClapTowerTest, WithFusionItSaysWhatTransformersSaysOnBothBranches) {
    CHLADNI_NEEDS_GOLDEN("clap_tiny_fused");
    const NamedTensors golden = read_safetensors(golden_path("clap_tiny_fused")), features = read_safetensors(golden_path("features_golden"));
    const ClapTower fused = tower(golden, config_text(true));
    for (const bool longer : {false, true}) {
        const std::string out = longer ? "out.longer1." : "out.longer0.";
        const ClapResult result = fused({rolled(golden, features), {longer}});
        EXPECT_LT(distance(result.patches.permute({0, 3, 1, 2}), golden.at(out + "patch_embed")), kPatchRounding) << out;
        EXPECT_LT(distance(result.features, in_time(golden.at(out + "stage3_before_downsample"))), 1e-4) << out;
        EXPECT_LT(distance(result.embedding, golden.at(out + "audio_embeds_unnormalised")), 1e-4) << out;
    }
}

TEST_F(ClapTowerTest, InHalfPrecisionItSaysNearlyTheSame) {
    CHLADNI_NEEDS_GOLDEN("clap_tiny_fused");
    const NamedTensors golden = read_safetensors(golden_path("clap_tiny_fused")), features = read_safetensors(golden_path("features_golden"));
    const at::Tensor wanted = golden.at("out.longer1.audio_embeds_unnormalised");
    for (const at::ScalarType dtype : {at::kBFloat16, at::kHalf}) {
        const at::Tensor got = tower(golden, config_text(true), dtype)({rolled(golden, features), {true}}).embedding.to(at::kFloat);
        EXPECT_LT((got - wanted).norm().item<double>(), 0.03 * wanted.norm().item<double>()) << dtype;
    }
}

TEST_F(ClapTowerTest, OfAWholeModelTheTextHalfIsIgnored) {
    CHLADNI_NEEDS_GOLDEN("clap_tiny_unfused");
    NamedTensors golden = read_safetensors(golden_path("clap_tiny_unfused"));
    golden["w.text_model.encoder.layer.0.output.dense.weight"] = golden["w.text_projection.linear1.weight"] = golden["w.logit_scale_a"] = at::ones({2});
    golden["w.audio_model.audio_encoder.batch_norm.num_batches_tracked"] = at::zeros({}, at::kLong);
    golden["w.audio_model.audio_encoder.layers.0.blocks.0.attention.self.relative_position_index"] = at::zeros({64, 64}, at::kLong);
    const std::string whole = R"({"model_type": "clap", "projection_dim": 32, "audio_config": )" + config_text(false) + "}";
    EXPECT_EQ(tower(golden, whole).config().projection, 32);
    golden["w.audio_model.audio_encoder.layers.0.blocks.0.extra.weight"] = at::ones({2});
    EXPECT_NE(complaint([&] { tower(golden, whole); }).find("extra.weight"), std::string::npos);
    golden.erase("w.audio_model.audio_encoder.layers.0.blocks.0.extra.weight");
    golden.erase("w.audio_projection.linear2.bias");
    EXPECT_NE(complaint([&] { tower(golden, whole); }).find("linear2.bias"), std::string::npos);
}

TEST_F(ClapTowerTest, AConfigurationThatNoSuchNetworkHasIsRefusedInOneSentence) {
    write_file_atomically(folder_.path() / "config.json", config_text(false));
    EXPECT_EQ(load_clap_config(folder_.path() / "config.json").width, 16);
    for (const char* more : {R"(, "hidden_size": 100)", R"(, "depths": [2, 2])", R"(, "num_attention_heads": [3, 2, 4, 8])", R"(, "window_size": 9)", R"(, "spec_size": 250)",
                             R"(, "patch_stride": [5, 5])", R"(, "hidden_act": "loud")", R"(, "mlp_ratio": -1)", R"(, "layer_norm_eps": 0)", R"(, "flatten_patch_embeds": false)",
                             R"(, "enable_fusion": true, "fusion_type": "channel_map")", R"(, "model_type": "bert")", R"(, "patch_embed_input_channels": 2)"}) {
        write_file_atomically(folder_.path() / "config.json", config_text(false, more));
        EXPECT_NE(complaint([&] { load_clap_config(folder_.path() / "config.json"); }).find("expected"), std::string::npos) << more;
    }
}

}  // namespace
}  // namespace chladni
