#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/latent_statistics.h"
#include "engine/ltx/latent_upsampler.h"
#include "engine/ltx/verify.h"
#include "engine/ltx/video_vae.h"
#include "tests/ltx/hashed_weights.h"
#include "tests/ltx/vae_golden.h"
#include "tests/support/temp_folder.h"

namespace chladni::ltx {
namespace {

// What the reference makes of `latents`, per variant, and the weights that it did it with.
struct Golden {
    explicit Golden(const std::string& variant) {
        const std::filesystem::path source = CHLADNI_SOURCE_DIR;
        Metadata metadata;
        tensors = read_safetensors(source / "tests/ltx/golden/upsampler.safetensors", &metadata);
        if (variant.empty()) return;
        config = Json::parse(metadata.at(variant + ".config"));
        weights = hashed_weights(Json::parse(metadata.at(variant + ".shapes")));
    }
    void write_folder(const std::filesystem::path& folder) const {
        std::filesystem::create_directories(folder);
        write_file_atomically(folder / "config.json", config.dump());
        write_safetensors(folder / "diffusion_pytorch_model.safetensors", weights);
    }
    LatentUpsampler load(at::ScalarType dtype = at::kFloat) const {
        const TempFolder folder;
        write_folder(folder.path());
        return LatentUpsampler::load(folder.path(), at::kCPU, dtype);
    }

    NamedTensors tensors, weights;
    Json config;
};

class Upsampler : public testing::TestWithParam<const char*> {
protected:
    const c10::InferenceMode guard_;
    const Golden golden_{GetParam()};
};

TEST_P(Upsampler, MakesWhatTheReferenceMakes) {
    const at::Tensor made = golden_.load()(golden_.tensors.at("latents")), expected = golden_.tensors.at(GetParam());
    ASSERT_EQ(made.sizes(), expected.sizes());
    EXPECT_LT(relative_error(made, expected), 2e-4);
}

TEST_P(Upsampler, InBfloat16StaysNearFloat32) {
    const at::Tensor made = golden_.load(at::kBFloat16)(golden_.tensors.at("latents"));
    EXPECT_EQ(made.scalar_type(), at::kFloat);
    EXPECT_LT(relative_error(made, golden_.tensors.at(GetParam())), 0.3);
}

TEST_P(Upsampler, ASingleFileIsTheSameModel) {
    const TempFolder folder;
    const std::filesystem::path file = folder.path() / "upscaler.safetensors";
    write_safetensors(file, golden_.weights, {{"config", golden_.config.dump()}});
    const LatentUpsampler upsampler = LatentUpsampler::load(file, at::kCPU, at::kFloat);
    EXPECT_TRUE(at::equal(upsampler(golden_.tensors.at("latents")), golden_.load()(golden_.tensors.at("latents"))));
}

TEST_P(Upsampler, ListsItsWeights) {
    EXPECT_EQ(LatentUpsampler::shapes(golden_.load().config()).size(), golden_.weights.size());
}

INSTANTIATE_TEST_SUITE_P(Variants, Upsampler, testing::Values("spatial", "temporal", "both", "flat"));

std::string refusal_of(const std::string& key, const Json& value) {
    Golden golden("spatial");
    golden.config[key] = value;
    try {
        golden.load();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

TEST(UpsamplerUse, AConfigurationThatDoesNotFitIsRefused) {
    EXPECT_NE(refusal_of("spatial_upsample", false).find("spatial_upsample"), std::string::npos);
    EXPECT_NE(refusal_of("mid_channels", 48).find("mid_channels"), std::string::npos);
    EXPECT_NE(refusal_of("dims", 4).find("dims"), std::string::npos);
    EXPECT_NE(refusal_of("num_blocks_per_stage", 2).find("res_blocks.1"), std::string::npos);
    EXPECT_NE(refusal_of("num_blocks_per_stage", 0).find("unknown"), std::string::npos);
    EXPECT_NE(refusal_of("temporal_upsample", true).find("upsampler.0.weight"), std::string::npos);
}

TEST(UpsamplerUse, OtherLatentsAndFilesWithoutConfigurationAreRefused) {
    const c10::InferenceMode guard;
    const Golden golden("spatial");
    EXPECT_THROW(golden.load()(at::zeros({1, 5, 2, 2, 2})), Error);
    EXPECT_THROW(golden.load()(at::zeros({4, 2, 2, 2})), Error);
    const TempFolder folder;
    write_safetensors(folder.path() / "bare.safetensors", golden.weights);
    EXPECT_THROW(LatentUpsampler::load(folder.path() / "bare.safetensors", at::kCPU, at::kFloat), Error);
    EXPECT_THROW(LatentUpsampler::load(folder.path() / "none", at::kCPU, at::kFloat), Error);
}

TEST(LatentStatistics, AreMatchedAsTheReferenceDoes) {
    const c10::InferenceMode guard;
    const Golden golden("");
    const at::Tensor& expected = golden.tensors.at("adain");
    EXPECT_LT(relative_error(adain(golden.tensors.at("spatial"), golden.tensors.at("latents"), 0.7), expected), 1e-5);
    EXPECT_TRUE(at::equal(adain(golden.tensors.at("spatial"), golden.tensors.at("latents"), 0.0),
                          golden.tensors.at("spatial")));
    EXPECT_THROW(adain(golden.tensors.at("spatial"), golden.tensors.at("latents").narrow(0, 0, 1), 1.0), Error);
}

TEST(LatentStatistics, ToneMapIsTheReferences) {
    const c10::InferenceMode guard;
    const Golden golden("");
    const at::Tensor latents = golden.tensors.at("latents") * 2;  // [2, 4, 3, 2, 3]
    EXPECT_LT(relative_error(tone_map(latents, 0.6), golden.tensors.at("tone_map")), 1e-5);
    EXPECT_TRUE(at::equal(tone_map(latents, 0.0), latents));
    EXPECT_THROW(tone_map(latents, 1.1), Error);
}

// One call of verify_component on a folder.
struct Verified {
    at::Tensor operator()(const std::string& component, const NamedTensors& inputs, const std::string& output,
                          const std::map<std::string, std::string>& settings = {}) const {
        write_safetensors(folder.path() / "in.safetensors", inputs);
        VerifyJob job;
        job.model = folder.path();
        job.component = component;
        job.inputs = folder.path() / "in.safetensors";
        job.outputs = folder.path() / "out.safetensors";
        job.settings = settings;
        verify_component(job);
        return read_safetensors(job.outputs).at(output);
    }
    TempFolder folder;
};

TEST(VerifyUpsample, FindsTheUpsamplerInAModel) {
    const Golden golden("spatial");
    const Verified verified;
    golden.write_folder(verified.folder.path() / "latent_upsampler");
    const NamedTensors inputs{{"latents", golden.tensors.at("latents")}};
    EXPECT_LT(relative_error(verified("upsample", inputs, "latents"), golden.tensors.at("spatial")), 2e-4);
    EXPECT_LT(
        relative_error(verified("upsample", inputs, "latents", {{"adain_factor", "0.7"}}), golden.tensors.at("adain")),
        2e-4);
}

TEST(VerifyDecode, HeedsNoiseTilesAndStream) {
    const Verified verified;
    const VaeGolden golden("0.9.5");
    golden.write_folder(verified.folder.path() / "vae");
    const VideoVae vae = golden.load();
    const at::Tensor latents = some_latents(1, 4, 4, 4);
    const auto decoded = [&](const std::map<std::string, std::string>& settings) {
        return verified("vae.decode", {{"latents", latents}}, "frames", settings);  // [1, 3, T, H, W]
    };
    const at::Tensor whole = vae.decode(latents);
    EXPECT_LT(relative_error(decoded({{"stream", "true"}}), whole), 1e-5);
    EXPECT_LT(relative_error(decoded({{"decode_noise_scale", "0.3"}}), vae.decode(latents, {.noise_scale = 0.3})),
              1e-5);
    EXPECT_LT(relative_error(decoded({{"tile", "3"}, {"tile_overlap", "1"}}),
                             vae.decode(latents, {.tiling = {.tile = 3, .overlap = 1}})),
              1e-5);
    EXPECT_THROW(decoded({{"tile", "2"}, {"tile_overlap", "2"}}), Error);
}

}  // namespace
}  // namespace chladni::ltx
