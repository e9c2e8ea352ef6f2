// Single clips and models in other layouts, through the program.
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/runtime/png.h"
#include "engine/tensor/safetensors.h"
#include "tests/app/film_facts.h"
#include "tests/app/program.h"

namespace chladni {
namespace {

using Words = std::vector<std::string>;

class ClipTest : public testing::Test {
protected:
    void SetUp() override {
        const Said said = run_program({"model", "synth", model_, "--geometry", "tiny", "--seed", "4"});
        ASSERT_EQ(said.code, 0) << said.err;
    }

    std::string in_folder(const char* name) const { return (folder_.path() / name).string(); }

    Said generate(const Words& more) const {
        Words words{"generate", "-o", in_folder("clip.mp4"), "--model", model_, "--dtype", "float32", "--num-inference-steps", "2"};
        words.insert(words.end(), more.begin(), more.end());
        return run_program(words);
    }

    // [1, C, F, H, W]
    at::Tensor latents(Words more) const {
        more.insert(more.end(), {"--latents-out", in_folder("latents.safetensors")});
        const Said said = generate(more);
        EXPECT_EQ(said.code, 0) << said.err;
        return read_safetensors(in_folder("latents.safetensors")).at("latents");
    }

    std::string picture(std::uint8_t red) const {
        std::vector<std::uint8_t> pixels(64 * 32 * 4, 255);
        for (std::size_t i = 0; i < pixels.size(); i += 4) pixels[i] = red, pixels[i + 1] = 40, pixels[i + 2] = static_cast<std::uint8_t>(i / 64);
        save_png(in_folder("picture.png"), {pixels.data(), 64, 32});
        return in_folder("picture.png");
    }

    TempFolder folder_;
    std::string model_ = in_folder("model");
};

TEST_F(ClipTest, TheSameCallGivesTheSameClip) {
    const at::Tensor first = latents({}), again = latents({});
    EXPECT_EQ(first.sizes(), at::IntArrayRef({1, 8, 4, 2, 4}));
    EXPECT_TRUE(at::equal(first, again));
    EXPECT_FALSE(at::equal(first, latents({"--seed", "2"})));
    EXPECT_EQ(facts_of(in_folder("clip.mp4")).hashes.size(), 13u);
}

TEST_F(ClipTest, APictureIsHeldFromItsFrameOn) {
    const at::Tensor free = latents({});
    const at::Tensor red = latents({"--condition", picture(250)}), again = latents({"--condition", picture(250), "--seed", "2"});
    EXPECT_TRUE(at::equal(red.narrow(2, 0, 1), again.narrow(2, 0, 1)));  // whatever the noise
    EXPECT_FALSE(at::equal(red.narrow(2, 0, 1), free.narrow(2, 0, 1)));
    EXPECT_FALSE(at::equal(red.narrow(2, 1, 3), again.narrow(2, 1, 3)));
    EXPECT_FALSE(at::equal(red.narrow(2, 0, 1), latents({"--condition", picture(10)}).narrow(2, 0, 1)));
    EXPECT_FALSE(at::equal(latents({"--condition", picture(250) + "@8:0.5"}), free));
}

TEST_F(ClipTest, AClipGoesOnWhereAFilmEnds) {
    ASSERT_EQ(generate({}).code, 0);
    std::filesystem::rename(in_folder("clip.mp4"), in_folder("before.mp4"));
    const Words extend{"--extend", in_folder("before.mp4"), "--extend-frames", "5"};
    Words other = extend;
    other.insert(other.end(), {"--seed", "2"});
    EXPECT_TRUE(at::equal(latents(extend).narrow(2, 0, 2), latents(other).narrow(2, 0, 2)));
}

TEST_F(ClipTest, WhatDoesNotFitIsOneSentenceAndNoClip) {
    const auto refused = [&](const Words& more, int code, const std::string& word) {
        const Said said = generate(more);
        EXPECT_EQ(said.code, code) << word;
        EXPECT_NE(said.err.find("expected"), std::string::npos) << said.err;
        EXPECT_NE(said.err.find(word), std::string::npos) << said.err;
        EXPECT_FALSE(std::filesystem::exists(in_folder("clip.mp4")));
    };
    write_safetensors(in_folder("wide.safetensors"), {{"transformer.transformer_blocks.0.attn1.to_q.lora_A.weight", at::ones({2, 9})},
                                                      {"transformer.transformer_blocks.0.attn1.to_q.lora_B.weight", at::ones({9, 2})}});
    refused({"--lora", in_folder("wide.safetensors")}, 1, "wide.safetensors");
    refused({"--lora", in_folder("none.safetensors")}, 1, "none.safetensors");
    refused({"--lora", "x:abc"}, 2, "--lora");
    refused({"--condition", in_folder("none.png")}, 1, "none.png");
    refused({"--condition", picture(1) + "@500"}, 1, "conditioning frame");
    refused({"--condition", "a@x"}, 2, "--condition");
    refused({"--injection-mode", "add"}, 1, "--injection-mode");
    refused({"--injection-mode", "telepathy"}, 2, "--injection-mode");
    refused({"--prompt-blend", "stirred"}, 2, "--prompt-blend");
    refused({"--upsampler", in_folder("none")}, 1, "none");
}

TEST_F(ClipTest, AModelIsTheSameAsFolderAsFileAndAsFolderAgain) {
    const at::Tensor want = latents({});
    ASSERT_EQ(run_program({"model", "import", model_, in_folder("one.safetensors")}).code, 0);
    ASSERT_EQ(run_program({"model", "import", in_folder("one.safetensors"), in_folder("again")}).code, 0);
    for (const char* part : {"text_encoder", "tokenizer"})
        for (const std::string& place : {folder_.path().string(), in_folder("again")})
            std::filesystem::copy(model_ + "/" + part, place + "/" + part, std::filesystem::copy_options::recursive);
    for (const char* other : {"one.safetensors", "again"}) {
        const Said said = run_program({"generate", "-o", in_folder("b.mp4"), "--dtype", "float32", "--num-inference-steps", "2", "--latents-out",
                                       in_folder("b.safetensors"), "--width", "64", "--height", "32", "--num-frames", "13", "--frame-rate", "24",
                                       "--guidance-scale", "1", "--model", in_folder(other)});
        ASSERT_EQ(said.code, 0) << said.err;
        EXPECT_TRUE(at::allclose(read_safetensors(in_folder("b.safetensors")).at("latents"), want, 1e-4, 1e-4)) << other;
    }
    EXPECT_EQ(run_program({"model", "import", model_, in_folder("one.safetensors")}).code, 1);
    const Json info = Json::parse(run_program({"model", "info", in_folder("one.safetensors"), "--json"}).out);
    EXPECT_EQ(info["layout"], "single file");
}

TEST_F(ClipTest, OneComponentIsTimed) {
    write_safetensors(in_folder("in.safetensors"), {{"latents", at::randn({1, 8, 2, 2, 2})}});
    const Said said = run_program({"bench", "--component", "vae.decode", "--model", model_, "--inputs", in_folder("in.safetensors"), "--runs", "3", "--json"});
    ASSERT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(Json::parse(said.out)["runs_ms"].size(), 3u);
    EXPECT_GT(Json::parse(said.out)["p50_ms"].get<double>(), 0.0);
}

}  // namespace
}  // namespace chladni
