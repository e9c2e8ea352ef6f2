#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "tests/ltx/vae_golden.h"

namespace chladni::ltx {
namespace {

using Golden = VaeGolden;

class VaeVersion : public testing::TestWithParam<const char*> {};

TEST_P(VaeVersion, DecodesAsTheReferenceDoes) {
    const c10::InferenceMode guard;
    const Golden golden(GetParam());
    const at::Tensor frames = golden.load().decode(golden.tensors.at("latents"), golden.tensors.at("timestep"));
    ASSERT_EQ(frames.sizes(), golden.tensors.at("decoded").sizes());
    EXPECT_LT(relative_error(frames, golden.tensors.at("decoded")), 2e-4);
}

TEST_P(VaeVersion, EncodesAsTheReferenceDoes) {
    const c10::InferenceMode guard;
    const Golden golden(GetParam());
    const at::Tensor latents = golden.load().encode(golden.tensors.at("frames"));
    ASSERT_EQ(latents.sizes(), golden.tensors.at("encoded").sizes());
    EXPECT_LT(relative_error(latents, golden.tensors.at("encoded")), 2e-4);
}

TEST_P(VaeVersion, InBfloat16StaysNearFloat32) {
    const c10::InferenceMode guard;
    const Golden golden(GetParam());
    const at::Tensor frames =
        golden.load(at::kBFloat16).decode(golden.tensors.at("latents"), golden.tensors.at("timestep"));
    EXPECT_EQ(frames.scalar_type(), at::kFloat);
    EXPECT_LT(relative_error(frames, golden.tensors.at("decoded")), 0.3);
}

INSTANTIATE_TEST_SUITE_P(Published, VaeVersion, testing::Values("0.9", "0.9.1", "0.9.5"));

TEST(Vae, RatiosComeFromTheConfiguration) {
    const VaeConfig config = Golden("0.9.5").load().config();
    EXPECT_EQ(config.spatial_ratio, 8);
    EXPECT_EQ(config.temporal_ratio, 4);
    EXPECT_EQ(config.frames_of(3), 9);
}

TEST(Vae, OneFrameIsTheFirstLatentOfALongerFilm) {
    const c10::InferenceMode guard;
    const Golden golden("0.9.5");
    const VideoVae vae = golden.load();
    const at::Tensor frames = golden.tensors.at("frames"), all = vae.encode(frames);
    EXPECT_LT(relative_error(vae.encode(frames.narrow(2, 0, 1)), all.narrow(2, 0, 1)), 1e-4);
}

TEST(Vae, InjectedNoiseIsHeardAndTheSameInEveryCall) {
    const c10::InferenceMode guard;
    Golden golden("0.9.1");
    const at::Tensor latents = golden.tensors.at("latents"), quiet = golden.load().decode(latents);
    for (auto& [name, tensor] : golden.weights)
        if (name.find("per_channel_scale") != std::string::npos) tensor.fill_(0.3);
    const VideoVae noisy = golden.load();
    EXPECT_GT(relative_error(noisy.decode(latents), quiet), 0.1);
    EXPECT_TRUE(at::equal(noisy.decode(latents), noisy.decode(latents)));
}

TEST(Vae, ShapesThatItCannotMakeAreRefused) {
    const VideoVae vae = Golden("0.9").load();
    EXPECT_THROW(vae.decode(at::zeros({1, 5, 1, 1, 1})), Error);
    EXPECT_THROW(vae.decode(at::zeros({6, 1, 1, 1})), Error);
    EXPECT_THROW(vae.encode(at::zeros({1, 3, 4, 8, 8})), Error);
    EXPECT_THROW(vae.encode(at::zeros({1, 3, 5, 8, 12})), Error);
}

TEST(Vae, AConfigurationThatContradictsItselfIsRefusedByName) {
    const std::vector<std::pair<std::string, Json>> wrong{{"spatial_compression_ratio", 32},
                                                          {"upsample_factor", {3, 3}},
                                                          {"decoder_layers_per_block", {1, 1}},
                                                          {"block_out_channels", {4, 8, 8, 9}},
                                                          {"latent_channels", -1},
                                                          {"downsample_type", {"spatial", "up", "spatiotemporal"}}};
    for (const auto& [key, value] : wrong) {
        Golden golden("0.9.5");
        golden.config[key] = value;
        const std::string text = golden.refusal();
        EXPECT_NE(text.find("expected"), std::string::npos) << key;
        EXPECT_NE(text.find(key), std::string::npos) << text;
    }
}

TEST(Vae, WeightsThatDoNotFitTheConfigurationAreRefused) {
    Golden golden("0.9.5");
    golden.config["decoder_layers_per_block"] = {1, 1, 1};
    EXPECT_NE(golden.refusal().find("unknown"), std::string::npos) << golden.refusal();
    golden.config["decoder_layers_per_block"] = {1, 2, 2};
    EXPECT_NE(golden.refusal().find("missing"), std::string::npos) << golden.refusal();
}

}  // namespace
}  // namespace chladni::ltx
