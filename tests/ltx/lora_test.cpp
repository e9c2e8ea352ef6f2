#include "engine/ltx/lora.h"

#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "tests/ltx/tiny_transformer.h"

namespace chladni::ltx {
namespace {

struct Rig {
    at::Tensor run(const Transformer& transformer) const {
        const TextKeys text = transformer.look_at_text(model.in("encoder_hidden_states"), model.in("encoder_attention_mask"));
        return transformer(model.in("hidden_states"), TokenTimes::of(model.in("timestep.row")), transformer.rotary(model.in("coords")), text);
    }
    std::filesystem::path written(const NamedTensors& tensors) const {
        write_safetensors(folder.path() / "lora.safetensors", tensors);
        return folder.path() / "lora.safetensors";
    }
    // Half of it merged into the weights, as a reference.
    at::Tensor merged(const std::string& layer, double strength) const {
        NamedTensors weights = read_safetensors(model.transformer() / "diffusion_pytorch_model.safetensors");
        weights[layer + ".weight"] = weights.at(layer + ".weight") + strength * at::matmul(up, down);
        write_safetensors(folder.path() / "merged.safetensors", weights);
        return run(Transformer::load({load_transformer_config(model.transformer() / "config.json"), folder.path() / "merged.safetensors"}, at::kCPU, at::kFloat));
    }

    const c10::InferenceMode inference;
    TinyModel model;
    TempFolder folder;
    at::Tensor down = at::randn({3, 20}, at::make_generator<at::CPUGeneratorImpl>(8)), up = at::randn({20, 3}, at::make_generator<at::CPUGeneratorImpl>(9));
};

TEST(Lora, IsHeardAsMuchAsItsStrengthSaysAndAtZeroNotAtAll) {
    const Rig rig;
    const Transformer transformer = rig.model.load();
    const at::Tensor base = rig.run(transformer);
    Lora lora = Lora::attach(rig.written({{"transformer.transformer_blocks.0.attn1.to_q.lora_A.weight", rig.down},
                                          {"transformer.transformer_blocks.0.attn1.to_q.lora_B.weight", rig.up}}), transformer);
    EXPECT_EQ(lora.layers(), 1u);
    for (const double strength : {1.0, 0.5}) {
        lora.set_strength(strength);
        EXPECT_TRUE(at::allclose(rig.run(transformer), rig.merged("transformer_blocks.0.attn1.to_q", strength), 1e-3, 1e-4)) << strength;
    }
    lora.set_strength(0.0);
    EXPECT_TRUE(at::equal(rig.run(transformer), base));
}

TEST(Lora, ReadsTheNamesOfOtherProgramsAndTheirAlpha) {
    const Rig rig;
    const at::Tensor want = rig.merged("transformer_blocks.1.attn2.to_out.0", 2.0 / 3.0);
    const std::string layer = "transformer_blocks.1.attn2.to_out.0";
    for (const std::string beginning : {"diffusion_model.", "model.diffusion_model.", ""})
        for (const auto& [a, b] : {std::pair("lora_A", "lora_B"), std::pair("lora_down", "lora_up")}) {
            const Transformer transformer = rig.model.load();
            Lora::attach(rig.written({{beginning + layer + "." + a + ".weight", rig.down},
                                      {beginning + layer + "." + b + ".weight", rig.up},
                                      {beginning + layer + ".alpha", at::full({}, 2.0f)}}), transformer);
            EXPECT_TRUE(at::allclose(rig.run(transformer), want, 1e-3, 1e-4)) << beginning << a;
        }
}

TEST(Lora, TheOriginalNameOfALayerIsKnown) {
    const Rig rig;
    const Transformer transformer = rig.model.load();
    const at::Tensor narrow = at::randn({3, 6});
    EXPECT_EQ(Lora::attach(rig.written({{"diffusion_model.patchify_proj.lora_A.weight", narrow}, {"diffusion_model.patchify_proj.lora_B.weight", rig.up}}), transformer).layers(), 1u);
}

TEST(Lora, OneForAnotherModelIsRefusedAsAWhole) {
    const Rig rig;
    const Transformer transformer = rig.model.load();
    const at::Tensor base = rig.run(transformer);
    try {
        Lora::attach(rig.written({{"transformer.transformer_blocks.0.attn1.to_q.lora_A.weight", at::ones({3, 64})},
                                  {"transformer.transformer_blocks.0.attn1.to_q.lora_B.weight", at::ones({64, 3})},
                                  {"transformer.transformer_blocks.9.attn1.to_q.lora_A.weight", rig.down},
                                  {"transformer.transformer_blocks.0.attn1.to_k.lora_A.weight", rig.down},
                                  {"transformer.transformer_blocks.0.attn1.to_v.lora_A.weight", rig.down},
                                  {"transformer.transformer_blocks.0.attn1.to_v.lora_B.weight", rig.up}}), transformer);
        FAIL() << "it was taken";
    } catch (const Error& error) {
        const std::string text = error.what();
        EXPECT_NE(text.find("3 layers that do not fit"), std::string::npos) << text;
        EXPECT_NE(text.find("[64, 3]"), std::string::npos) << text;
        EXPECT_NE(text.find("transformer_blocks.9.attn1.to_q (no such layer)"), std::string::npos) << text;
    }
    EXPECT_TRUE(at::equal(rig.run(transformer), base));
    EXPECT_THROW(Lora::attach(rig.written({{"weight", rig.up}}), transformer), Error);
}

}  // namespace
}  // namespace chladni::ltx
