#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ltx/beat_mask.h"
#include "engine/ltx/coordinates.h"
#include "tests/ltx/tiny_transformer.h"

namespace chladni::ltx {
namespace {

constexpr const char* kModes[] = {"cross_attention", "add", "gate", "concat", "adaln", "cross_attention+add+gate+concat+adaln"};

// Tokens 0-5 of the golden's grid are latent 0, 6-11 latent 1, 12-17 latent 2: middles at .02, .208 and .54 s.
struct Rig {
    explicit Rig(const std::string& mode, at::ScalarType dtype = at::kFloat, bool fresh = false)
        : transformer(model.load(dtype)), adapter(model.load_adapter(transformer, "0.2", fresh, mode)) {
        audio.tokens = at::randn({2, 4, TinyModel::kAudio}, at::make_generator<at::CPUGeneratorImpl>(5));
        audio.times = at::tensor({0.60, 0.05, 0.20, 3.0});
    }

    at::Tensor heard(const at::Tensor& scale = at::ones({1, 1}), const AudioChoice& choice = {}) const {
        const AudioListening listening(adapter, transformer, audio, middle_times(model.in("coords").select(1, 0), 8.0, 24.0), scale, choice);
        return run(&listening);
    }
    at::Tensor base() const { return run(nullptr); }
    at::Tensor run(const AudioInjection* injection) const {
        const TextKeys text = transformer.look_at_text(model.in("encoder_hidden_states"), model.in("encoder_attention_mask"));
        return transformer(model.in("hidden_states"), TokenTimes::of(model.in("timestep.token")), transformer.rotary(model.in("coords")), text, injection);
    }

    const c10::InferenceMode inference;
    TinyModel model;
    Transformer transformer;
    AudioAdapter adapter;
    AudioInput audio;
};

double distance(const at::Tensor& a, const at::Tensor& b) { return (a - b).to(at::kFloat).abs().max().item<double>(); }

class EveryMode : public testing::TestWithParam<const char*> {};

TEST_P(EveryMode, SoundChangesThePictureAsMuchAsItsScaleSays) {
    const Rig rig(GetParam());
    const double whole = distance(rig.heard(), rig.base()), half = distance(rig.heard(at::full({1, 1}, 0.5)), rig.base());
    EXPECT_GT(whole, 1e-2);
    EXPECT_GT(half, 1e-3);
    EXPECT_LT(half, whole);
}

TEST_P(EveryMode, AtScaleZeroTheOutputIsTheBaseModelsBitForBit) {
    for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16, at::kHalf}) {
        const Rig rig(GetParam(), dtype);
        EXPECT_TRUE(at::equal(rig.heard(at::zeros({1, 1})), rig.base())) << dtype;
    }
}

TEST_P(EveryMode, BeforeTrainingTheOutputIsTheBaseModelsBitForBit) {
    for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16, at::kHalf}) {
        const Rig rig(GetParam(), dtype, /*fresh=*/true);
        EXPECT_TRUE(at::equal(rig.heard(), rig.base())) << dtype;
    }
}

TEST_P(EveryMode, WithNothingToHearTheOutputIsTheBaseModelsBitForBit) {
    Rig rig(GetParam());
    const at::Tensor times = rig.audio.times;
    rig.audio.times = times + 100.0;
    EXPECT_TRUE(at::equal(rig.heard(), rig.base()));
    rig.audio.times = times;
    rig.audio.mask = at::zeros({2, 4});
    EXPECT_TRUE(at::equal(rig.heard(), rig.base()));
    rig.audio = {at::zeros({2, 0, TinyModel::kAudio}), at::zeros({0}), {}, {}};
    EXPECT_TRUE(at::equal(rig.heard(), rig.base()));
}

TEST_P(EveryMode, AMaskedTokenIsATokenLeftOut) {
    Rig rig(GetParam());
    const AudioInput all = rig.audio;
    rig.audio.mask = at::tensor({1, 0, 1, 1, 1, 0, 1, 1}).view({2, 4});
    const at::Tensor masked = rig.heard();
    const at::Tensor kept = at::tensor({0, 2, 3});
    rig.audio = {all.tokens.index_select(1, kept), all.times.index_select(0, kept), {}, {}};
    EXPECT_TRUE(at::equal(masked, rig.heard()));
}

TEST_P(EveryMode, TwoFilmsInOneBatchAreTwoFilms) {
    Rig rig(GetParam());
    const at::Tensor both = rig.heard();
    const AudioInput all = rig.audio;
    for (std::int64_t row = 0; row < 2; ++row) {
        const auto one = [&](const at::Tensor& x) { return x.narrow(0, row, 1); };
        const TextKeys text = rig.transformer.look_at_text(one(rig.model.in("encoder_hidden_states")), one(rig.model.in("encoder_attention_mask")));
        const at::Tensor coords = one(rig.model.in("coords"));
        const AudioListening listening(rig.adapter, rig.transformer, {one(all.tokens), all.times, {}, {}}, middle_times(coords.select(1, 0), 8.0, 24.0),
                                       at::ones({1, 1}), {});
        const at::Tensor alone = rig.transformer(one(rig.model.in("hidden_states")), TokenTimes::of(one(rig.model.in("timestep.token"))),
                                                 rig.transformer.rotary(coords), text, &listening);
        EXPECT_LT(distance(alone[0], both[row]), 1e-4) << row;
    }
}

TEST_P(EveryMode, LayersAreSwitchedPerCall) {
    const Rig rig(GetParam());
    const at::Tensor one = at::ones({1, 1});
    EXPECT_TRUE(at::equal(rig.heard(one, {{false, false}}), rig.base()));
    EXPECT_TRUE(at::equal(rig.heard(one, {{true, true}}), rig.heard()));
    EXPECT_GT(distance(rig.heard(one, {{true, false}}), rig.heard(one, {{false, true}})), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(Modes, EveryMode, testing::ValuesIn(kModes));

TEST(AudioModes, EachOfACombinationCanBeLeftOut) {
    const Rig rig("cross_attention+add+gate+concat+adaln");
    const at::Tensor one = at::ones({1, 1});
    EXPECT_TRUE(at::equal(rig.heard(one, {{}, {}}), rig.base()));
    for (const char* mode : {"cross_attention", "add", "gate", "concat", "adaln"})
        EXPECT_GT(distance(rig.heard(one, {{}, audio_modes_from(mode)}), rig.base()), 1e-3) << mode;
}

TEST(AudioModes, TheFramewiseOnesChangeOnlyFramesThatHear) {
    for (const char* mode : {"add", "gate"}) {
        Rig rig(mode);
        const at::Tensor x = at::randn({2, 18, TinyModel::kWidth});
        const AudioListening listening(rig.adapter, rig.transformer, {rig.audio.tokens.narrow(1, 0, 1), at::tensor({0.54}), {}, {}},
                                       middle_times(rig.model.in("coords").select(1, 0), 8.0, 24.0), at::ones({1, 1}), {});
        const at::Tensor changed = (listening.after_self(0, x) != x).any(-1)[0].view({3, 6}).any(-1);  // [3]
        EXPECT_TRUE(at::equal(changed, at::tensor({0, 0, 1}).to(at::kBool))) << mode;
    }
}

TEST(AudioModes, ABeatMaskLetsOnlyTokensNearABeatThrough) {
    const std::vector<double> times{0.1, 0.3, 0.5, 0.7}, beats{0.52, 0.0};
    EXPECT_TRUE(at::equal(create_audio_mask_from_beats(times, beats, 0.1), at::tensor({1.0f, 0.0f, 1.0f, 0.0f}).unsqueeze(0)));
    EXPECT_TRUE(at::equal(create_audio_mask_from_beats(times, {}, 0.1), at::ones({1, 4})));
    Rig rig("cross_attention");
    rig.audio.times = at::tensor(times);
    const at::Tensor all = rig.heard();
    rig.audio.mask = create_audio_mask_from_beats(times, beats, 0.1).expand({2, -1});
    EXPECT_GT(distance(rig.heard(), all), 1e-3);
}

TEST(AudioModes, WordsNameThem) {
    EXPECT_EQ(words_of(audio_modes_from("concat+add")), "add+concat");
    EXPECT_THROW(audio_modes_from("telepathy"), Error);
    EXPECT_THROW(audio_modes_from(""), Error);
}

}  // namespace
}  // namespace chladni::ltx
