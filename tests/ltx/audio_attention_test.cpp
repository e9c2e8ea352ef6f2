#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ltx/coordinates.h"
#include "tests/ltx/tiny_transformer.h"

namespace chladni::ltx {
namespace {

// Tokens 0-5 of the golden's grid are latent 0, 6-11 latent 1, 12-17 latent 2: middles at .02, .208 and .54 s.
struct Rig {
    explicit Rig(at::ScalarType dtype = at::kFloat, const std::string& window_s = "0.2", bool fresh = false)
        : transformer(model.load(dtype)), adapter(model.load_adapter(transformer, window_s, fresh)) {
        audio.tokens = at::randn({2, 4, TinyModel::kAudio}, at::make_generator<at::CPUGeneratorImpl>(5));
        audio.times = at::tensor({0.60, 0.05, 0.20, 3.0});
    }

    at::Tensor base() const { return run(nullptr); }
    at::Tensor heard(double scale = 1.0, const std::vector<bool>& active = {}) const {
        const AudioListening listening(adapter, transformer, audio, middles(), at::full({1, 1}, scale), {active});
        return run(&listening);
    }
    at::Tensor middles() const { return middle_times(model.in("coords").select(1, 0), 8.0, 24.0); }  // [B, N]
    at::Tensor run(const AudioInjection* injection) const {
        const TextKeys text = transformer.look_at_text(model.in("encoder_hidden_states"), model.in("encoder_attention_mask"));
        return transformer(model.in("hidden_states"), TokenTimes::of(model.in("timestep.row")),
                           transformer.rotary(model.in("coords")), text, injection);
    }

    const c10::InferenceMode inference;
    TinyModel model;
    Transformer transformer;
    AudioAdapter adapter;
    AudioInput audio;
};

TEST(AudioAttention, SoundChangesThePicture) {
    const Rig rig;
    EXPECT_FALSE(at::allclose(rig.heard(), rig.base(), 1e-2, 1e-2));
    EXPECT_FALSE(at::allclose(rig.heard(0.5), rig.heard(), 1e-2, 1e-2));
}

TEST(AudioAttention, AtScaleZeroTheOutputIsTheBaseModelsBitForBit) {
    for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16}) {
        const Rig rig(dtype);
        EXPECT_TRUE(at::equal(rig.heard(0.0), rig.base()));
    }
}

TEST(AudioAttention, AFreshAdapterLeavesTheBaseModelBitForBit) {
    for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16}) {
        const Rig rig(dtype, "0.2", /*fresh=*/true);
        EXPECT_TRUE(at::equal(rig.heard(), rig.base()));
    }
}

TEST(AudioAttention, WhereNothingIsNearOrEverythingIsMaskedTheOutputIsTheBaseModelsBitForBit) {
    Rig rig;
    rig.audio.times = rig.audio.times + 100.0;
    EXPECT_TRUE(at::equal(rig.heard(), rig.base()));
    rig.audio.times = rig.audio.times - 100.0;
    rig.audio.mask = at::zeros({2, 4});
    EXPECT_TRUE(at::equal(rig.heard(), rig.base()));
    rig.audio = {at::zeros({2, 0, TinyModel::kAudio}), at::zeros({0}), {}, {}};
    EXPECT_TRUE(at::equal(rig.heard(), rig.base()));
}

TEST(AudioAttention, OneRowsSoundDoesNotReachTheOther) {
    Rig rig;
    rig.audio.mask = at::stack({at::ones({4}), at::zeros({4})});
    EXPECT_FALSE(at::allclose(rig.heard()[0], rig.base()[0], 1e-2, 1e-2));
    EXPECT_TRUE(at::equal(rig.heard()[1], rig.base()[1]));
}

TEST(AudioAttention, AMaskedTokenIsATokenLeftOut) {
    Rig rig;
    const AudioInput all = rig.audio;
    rig.audio.mask = at::tensor({1, 0, 1, 1, 1, 0, 1, 1}).view({2, 4});
    rig.audio.tokens = all.tokens.clone();
    rig.audio.tokens.select(1, 1).fill_(std::numeric_limits<float>::quiet_NaN());
    const at::Tensor masked = rig.heard();
    const at::Tensor kept = at::tensor({0, 2, 3});
    rig.audio = {all.tokens.index_select(1, kept), all.times.index_select(0, kept), {}, {}};
    EXPECT_TRUE(at::equal(masked, rig.heard()));
}

TEST(AudioAttention, AVideoTokenHearsOnlyWhatIsInsideItsWindow) {
    Rig rig(at::kFloat, "0.2");
    const at::Tensor x = at::randn({2, 18, TinyModel::kWidth});
    const auto change = [&](double seconds) {  // which of the 18 tokens hear a lone token at that time
        rig.audio.tokens = at::ones({2, 1, TinyModel::kAudio});
        rig.audio.times = at::tensor({seconds});
        const AudioListening listening(rig.adapter, rig.transformer, rig.audio, rig.middles(), at::ones({1, 1}), {});
        return (listening.after_text(0, x) != x).any(-1)[0].view({3, 6}).all(-1);  // [3] per latent
    };
    EXPECT_TRUE(at::equal(change(0.0), at::tensor({1, 0, 0}).to(at::kBool)));
    EXPECT_TRUE(at::equal(change(0.1), at::tensor({1, 1, 0}).to(at::kBool)));
    EXPECT_TRUE(at::equal(change(0.4), at::tensor({0, 1, 1}).to(at::kBool)));
    EXPECT_TRUE(at::equal(change(0.9), at::tensor({0, 0, 0}).to(at::kBool)));
    EXPECT_TRUE(at::equal(change(5.0 / 24.0 + 0.2), at::tensor({0, 1, 1}).to(at::kBool)));  // the edge belongs to it
}

TEST(AudioAttention, OnlyOffsetsInTimeCount) {
    Rig rig;
    const at::Tensor x = at::randn({2, 18, TinyModel::kWidth});
    const AudioListening here(rig.adapter, rig.transformer, rig.audio, rig.middles(), at::ones({1, 1}), {});
    rig.audio.times = rig.audio.times + 2.0;
    const AudioListening later(rig.adapter, rig.transformer, rig.audio, rig.middles() + 2.0, at::ones({1, 1}), {});
    EXPECT_TRUE(at::allclose(here.after_text(0, x), later.after_text(0, x), 5e-3, 5e-3));
    rig.audio.times = rig.audio.times + 0.02;
    const AudioListening shifted(rig.adapter, rig.transformer, rig.audio, rig.middles() + 2.0, at::ones({1, 1}), {});
    EXPECT_FALSE(at::allclose(here.after_text(0, x), shifted.after_text(0, x), 1e-2, 1e-2));
}

TEST(AudioAttention, TheOrderOfTokensDoesNotCount) {
    Rig rig;
    const at::Tensor before = rig.heard();
    const at::Tensor order = at::tensor({3, 1, 0, 2});
    rig.audio = {rig.audio.tokens.index_select(1, order), rig.audio.times.index_select(0, order), {}, {}};
    EXPECT_TRUE(at::allclose(rig.heard(), before, 1e-4, 1e-4));
}

TEST(AudioAttention, LayersAreSwitchedPerCall) {
    const Rig rig;
    const at::Tensor all = rig.heard(), first = rig.heard(1.0, {true, false}), second = rig.heard(1.0, {false, true});
    EXPECT_FALSE(at::allclose(first, all, 1e-2, 1e-2));
    EXPECT_FALSE(at::allclose(first, second, 1e-2, 1e-2));
    EXPECT_TRUE(at::equal(rig.heard(1.0, {true, true}), all));
    EXPECT_TRUE(at::equal(rig.heard(1.0, {false, false}), rig.base()));
}

TEST(AudioAttention, TheScaleMayDifferPerToken) {
    const Rig rig;
    const at::Tensor x = at::randn({2, 18, TinyModel::kWidth});
    at::Tensor curve = at::ones({1, 18});
    curve.narrow(1, 0, 6).zero_();
    const AudioListening flat(rig.adapter, rig.transformer, rig.audio, rig.middles(), at::ones({1, 1}), {});
    const AudioListening curved(rig.adapter, rig.transformer, rig.audio, rig.middles(), curve, {});
    EXPECT_TRUE(at::equal(curved.after_text(0, x).narrow(1, 0, 6), x.narrow(1, 0, 6)));
    EXPECT_TRUE(at::equal(curved.after_text(0, x).narrow(1, 6, 12), flat.after_text(0, x).narrow(1, 6, 12)));
}

TEST(AudioAttention, AnAdapterThatDoesNotFitIsRefused) {
    const Rig rig;
    const auto refused = [&](const std::string& config) {
        write_text(rig.model.adapter() / "config.json", config);
        EXPECT_THROW(AudioAdapter::load(rig.model.adapter(), rig.transformer.config(), at::kCPU, at::kFloat), Error) << config;
    };
    refused(R"({"audio_hidden_dim": 8})");
    refused(R"({"audio_hidden_dim": 7, "injection_layers": [0]})");
    refused(R"({"audio_hidden_dim": 7, "injection_layers": [0, 2]})");
    refused(R"({"audio_hidden_dim": 7, "injection_mode": "telepathy"})");
    refused(R"({"audio_hidden_dim": 7, "window_s": -1})");
    refused("{}");
}

}  // namespace
}  // namespace chladni::ltx
