#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ltx/model_source.h"
#include "engine/ltx/original_config.h"
#include "engine/ltx/original_vae.h"
#include "engine/ltx/video_vae.h"
#include "tests/ltx/hashed_weights.h"
#include "tests/ltx/tiny_transformer.h"

namespace chladni::ltx {
namespace {

// The golden of a VAE and the tiny transformer as one file in the original layout.
struct SingleFile {
    explicit SingleFile(const std::string& version, at::ScalarType block_dtype = at::kFloat) {
        NamedTensors golden = read_safetensors(std::filesystem::path(CHLADNI_SOURCE_DIR) / "tests/ltx/golden" / ("vae_" + version + ".safetensors"), &metadata);
        vae_weights = hashed_weights(Json::parse(metadata.at("shapes")), "per_channel_scale");
        latents = golden.at("latents");
        vae_config = load_vae_config(ConfigJson(Json::parse(metadata.at("config")), "golden"));
        const Json vae = Json::parse(original_vae_config(vae_config).dump());
        const TransformerConfig transformer = load_transformer_config(model.transformer() / "config.json");
        config = {{"vae", vae}, {"transformer", Json::parse(original_transformer_config(transformer, true).dump())}, {"scheduler", Json::object()}};
        const NameTable of_vae = vae_names(OriginalVae::of(ConfigJson(vae, "test")).blocks), of_transformer = transformer_names();
        for (const auto& [name, tensor] : vae_weights) tensors[of_vae.to_original(name)] = tensor;
        for (const auto& [name, tensor] : read_safetensors(model.transformer() / "diffusion_pytorch_model.safetensors")) {
            const bool block = name.starts_with("transformer_blocks.") && tensor.dim() == 2 && name.ends_with(".weight");
            tensors[of_transformer.to_original(name)] = block ? tensor.to(block_dtype) : tensor;
        }
        tensors["vae.per_channel_statistics.channel"] = at::ones({6});
    }

    std::filesystem::path path() const {
        write_safetensors(folder.path() / "model.safetensors", tensors, {{"config", config.dump()}});
        return folder.path() / "model.safetensors";
    }

    TinyModel model;
    TempFolder folder;
    Metadata metadata;
    NamedTensors vae_weights, tensors;
    at::Tensor latents;
    VaeConfig vae_config;
    Json config;
};

at::Tensor run(const TinyModel& model, const Transformer& transformer) {
    const TextKeys text = transformer.look_at_text(model.in("encoder_hidden_states"), model.in("encoder_attention_mask"));
    return transformer(model.in("hidden_states"), TokenTimes::of(model.in("timestep.row")), transformer.rotary(model.in("coords")), text);
}

class SingleFileVersion : public testing::TestWithParam<const char*> {};

TEST_P(SingleFileVersion, GivesWhatTheFolderGives) {
    const c10::InferenceMode inference;
    const SingleFile file(GetParam());
    const ModelSource source = ModelSource::open(file.path());
    EXPECT_TRUE(source.is_single_file());
    EXPECT_TRUE(source.causal_positions());
    EXPECT_TRUE(at::equal(run(file.model, Transformer::load(source.transformer(), at::kCPU, at::kFloat)), run(file.model, file.model.load())));
    write_text(file.folder.path() / "config.json", Json::parse(file.metadata.at("config")).dump());
    std::filesystem::remove(file.folder.path() / "model.safetensors");
    const VideoVae single = VideoVae::load(ModelSource::open(file.path()).vae(), at::kCPU, at::kFloat);
    const TempFolder folder;
    write_text(folder.path() / "config.json", file.metadata.at("config"));
    write_safetensors(folder.path() / "weights.safetensors", file.vae_weights);
    EXPECT_TRUE(at::equal(single.decode(file.latents), VideoVae::load(folder.path(), at::kCPU, at::kFloat).decode(file.latents)));
}

TEST_P(SingleFileVersion, TheOriginalBlockListSaysTheSameAsDiffusersLists) {
    const SingleFile file(GetParam());
    const VaeConfig read = OriginalVae::of(ConfigJson(file.config["vae"], "test")).config;
    EXPECT_EQ(original_vae_config(read).dump(), original_vae_config(file.vae_config).dump());
    EXPECT_EQ(read.spatial_ratio, file.vae_config.spatial_ratio);
    EXPECT_EQ(read.temporal_ratio, file.vae_config.temporal_ratio);
}

INSTANTIATE_TEST_SUITE_P(Published, SingleFileVersion, testing::Values("0.9", "0.9.1", "0.9.5"));

// Names from the reference, section 2.4.
TEST(SingleFileNames, AreThoseOfThePublishedCheckpoints) {
    const Json guessed = guessed_original_config({{"vae.encoder.conv_out.conv.weight", {at::kFloat, {129, 2048, 3, 3, 3}, 0, 0}}}, "test");
    const NameTable names = vae_names(OriginalVae::of(ConfigJson(guessed["vae"], "test")).blocks);
    EXPECT_EQ(names.to_diffusers("vae.decoder.up_blocks.4.res_blocks.2.conv1.conv.weight"), "decoder.up_blocks.1.resnets.2.conv1.conv.weight");
    EXPECT_EQ(names.to_diffusers("vae.decoder.up_blocks.5.conv.conv.bias"), "decoder.up_blocks.2.upsamplers.0.conv.conv.bias");
    EXPECT_EQ(names.to_diffusers("vae.decoder.up_blocks.0.time_embedder.timestep_embedder.linear_1.bias"),
              "decoder.mid_block.time_embedder.timestep_embedder.linear_1.bias");
    EXPECT_EQ(names.to_diffusers("vae.decoder.last_time_embedder.timestep_embedder.linear_1.bias"), "decoder.time_embedder.timestep_embedder.linear_1.bias");
    EXPECT_EQ(names.to_diffusers("vae.encoder.down_blocks.8.res_blocks.1.conv2.conv.bias"), "encoder.mid_block.resnets.1.conv2.conv.bias");
    EXPECT_EQ(names.to_diffusers("model.diffusion_model.proj_out.bias"), std::nullopt);
    const Json first = guessed_original_config({{"vae.encoder.conv_out.conv.weight", {at::kFloat, {129, 512, 3, 3, 3}, 0, 0}}}, "test");
    const NameTable old = vae_names(OriginalVae::of(ConfigJson(first["vae"], "test")).blocks);
    EXPECT_EQ(old.to_diffusers("vae.decoder.up_blocks.4.norm3.norm.weight"), "decoder.up_blocks.2.conv_in.norm3.weight");
    EXPECT_EQ(old.to_diffusers("vae.encoder.down_blocks.2.conv_shortcut.weight"), "encoder.down_blocks.0.conv_out.conv_shortcut.conv.weight");
    EXPECT_EQ(old.to_diffusers("vae.encoder.down_blocks.1.conv.weight"), "encoder.down_blocks.0.downsamplers.0.conv.weight");
    EXPECT_EQ(old.to_original("decoder.up_blocks.3.conv_in.conv1.conv.bias"), "vae.decoder.up_blocks.7.conv1.conv.bias");
}

TEST(SingleFile, Fp8WeightsAreReadWithTheirScales) {
    const c10::InferenceMode inference;
    SingleFile file("0.9.5", at::kFloat8_e4m3fn);
    const at::Tensor plain = run(file.model, Transformer::load(ModelSource::open(file.path()).transformer(), at::kCPU, at::kFloat));
    const at::Tensor whole = run(file.model, file.model.load());
    EXPECT_LT(relative_error(plain, whole), 0.5);
    EXPECT_GT(relative_error(plain, whole), 1e-4);
    const std::string name = "model.diffusion_model.transformer_blocks.0.attn1.to_q.";
    file.tensors[name + "weight"] = (file.tensors.at(name + "weight").to(at::kFloat) * 4).to(at::kFloat8_e4m3fn);
    file.tensors[name + "weight_scale"] = at::full({}, 0.25f);
    std::filesystem::remove(file.folder.path() / "model.safetensors");
    EXPECT_TRUE(at::allclose(run(file.model, Transformer::load(ModelSource::open(file.path()).transformer(), at::kCPU, at::kFloat)), plain, 1e-4, 1e-4));
}

// What fp8 costs: the largest difference over the deviation.
TEST(SingleFile, MultipliedInFp8TheNumbersStayNear) {
    const c10::InferenceMode inference;
    for (const at::ScalarType stored : {at::kFloat, at::kFloat8_e4m3fn}) {
        const SingleFile file("0.9.5", stored);
        PartSource<TransformerConfig> part = ModelSource::open(file.path()).transformer();
        const at::Tensor exact = run(file.model, Transformer::load(part, at::kCPU, at::kFloat));
        part.files.fp8 = true;
        const double error = relative_error(run(file.model, Transformer::load(part, at::kCPU, at::kFloat)), exact);
        EXPECT_LT(error, 0.4);
        EXPECT_GT(error, 1e-3);
    }
}

TEST(SingleFile, ATensorTooManyOrTooFewIsTold) {
    SingleFile file("0.9.5");
    file.tensors["model.diffusion_model.transformer_blocks.0.attn9.to_q.weight"] = at::ones({1});
    file.tensors.erase("model.diffusion_model.transformer_blocks.1.attn1.q_norm.weight");
    try {
        Transformer::load(ModelSource::open(file.path()).transformer(), at::kCPU, at::kFloat);
        FAIL() << "it was taken";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("missing: transformer_blocks.1.attn1.norm_q.weight"), std::string::npos) << error.what();
        EXPECT_NE(std::string(error.what()).find("unknown: transformer_blocks.0.attn9.to_q.weight"), std::string::npos) << error.what();
    }
}

TEST(SingleFile, WhatIsNoCheckpointIsRefused) {
    const TempFolder folder;
    write_safetensors(folder.path() / "a.safetensors", {{"weight", at::ones({2})}});
    EXPECT_THROW(ModelSource::open(folder.path() / "a.safetensors"), Error);
    write_safetensors(folder.path() / "b.safetensors", {{"weight", at::ones({2})}}, {{"config", "[1, 2]"}});
    EXPECT_THROW(ModelSource::open(folder.path() / "b.safetensors"), Error);
    EXPECT_THROW(ModelSource::open(folder.path() / "none"), Error);
    const std::string deep = R"({"vae": )" + std::string(200000, '[') + std::string(200000, ']') + "}";
    write_safetensors(folder.path() / "c.safetensors", {{"weight", at::ones({2})}}, {{"config", deep}});
    EXPECT_THROW(ModelSource::open(folder.path() / "c.safetensors").vae(), Error);
    for (const char* blocks : {R"([["res_x", 4]])", R"([])", R"([["attn_res_x", 4], ["res_x", 1]])", R"([["res_x", -4]])", R"([["res_x"]])",
                               R"([["compress_all", {"multiplier": 100000}], ["res_x", 1]])", R"({"res_x": 4})"})
        EXPECT_THROW(OriginalVae::of(ConfigJson({{"latent_channels", 8}, {"blocks", Json::parse(blocks)}}, "test")), Error) << blocks;
}

}  // namespace
}  // namespace chladni::ltx
