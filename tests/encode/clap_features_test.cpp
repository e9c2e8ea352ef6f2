#include "engine/encode/clap_features.h"

#include <gtest/gtest.h>

#include "tests/encode/goldens.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

ClapFeaturesConfig config_of(bool fusion) {
    ClapFeaturesConfig config;
    config.fusion = fusion;
    config.bank.kind = fusion ? MelKind::kHtk : MelKind::kSlaney;
    config.bank.lowest_hz = 50;
    return config;
}

// 100 samples a second, clips of 2 s, a mel frame every 10 samples: small enough to count by hand.
ClapFeaturesConfig small(bool fusion, ClapFeaturesConfig::Padding padding = ClapFeaturesConfig::Padding::kRepeatPad) {
    ClapFeaturesConfig config = config_of(fusion);
    config.bank = {config.bank.kind, 4, 16, 100, 1, 50};
    config.hop = 10;
    config.longest = 200;
    config.padding = padding;
    return config;
}

// The mel of this sound alone, whatever its length.
at::Tensor mel_of_sound(const ClapFeaturesConfig& config, const at::Tensor& sound) { return ClapFeatures(config).log_mel(sound); }

at::Tensor noise(std::int64_t samples) {
    at::manual_seed(3);
    return at::randn({samples});
}

TEST(ClapFeatures, MelBanksAreThoseOfTransformers) {
    CHLADNI_NEEDS_GOLDEN("features_golden");
    const NamedTensors golden = read_safetensors(golden_path("features_golden"));
    EXPECT_LT(distance(mel_filters(config_of(true).bank), golden.at("mel_fb_htk_513x64")), 1e-6);
    EXPECT_LT(distance(mel_filters(config_of(false).bank), golden.at("mel_fb_slaney_513x64")), 1e-8);
}

TEST(ClapFeatures, SpectrogramsAreThoseOfTransformers) {
    CHLADNI_NEEDS_GOLDEN("features_golden");
    const NamedTensors golden = read_safetensors(golden_path("features_golden"));
    const ClapFeatures fusion(config_of(true)), plain(config_of(false));
    const at::Tensor whole = golden_sound(10, 48000);
    EXPECT_LT(distance(fusion(whole).mels.narrow(1, 0, 1)[0], golden.at("fusion_10s_4x1001x64")), 1e-4);
    EXPECT_LT(distance(fusion(golden_sound(3, 48000)).mels.narrow(1, 0, 1)[0], golden.at("fusion_3s_repeatpad_1001x64")), 1e-4);
    EXPECT_LT(distance(plain(whole).mels[0], golden.at("randtrunc_10s_1x1001x64")), 1e-4);
}

TEST(ClapFeatures, AShortClipIsRepeatedAndThenSilent) {
    const at::Tensor sound = noise(70), silence = at::zeros({60});
    const at::Tensor twice = at::cat({sound, sound, silence}), cut = at::cat({sound, sound, sound}).narrow(0, 0, 200), once = at::cat({sound, at::zeros({130})});
    using Padding = ClapFeaturesConfig::Padding;
    EXPECT_TRUE(at::equal(ClapFeatures(small(false))(sound.unsqueeze(0)).mels[0][0], mel_of_sound(small(false), twice)));
    EXPECT_TRUE(at::equal(ClapFeatures(small(false, Padding::kRepeat))(sound.unsqueeze(0)).mels[0][0], mel_of_sound(small(false), cut)));
    EXPECT_TRUE(at::equal(ClapFeatures(small(false, Padding::kPad))(sound.unsqueeze(0)).mels[0][0], mel_of_sound(small(false), once)));
}

TEST(ClapFeatures, OneClipOfABatchWithoutLongOnesCountsAsLong) {
    const ClapFeatures features(small(true));
    const at::Tensor two = at::stack({noise(70), noise(70)});
    EXPECT_EQ(features(two).longer, (std::vector<bool>{true, false}));
    ClapLots lots;
    lots.longer = 1;
    EXPECT_EQ(features(two, lots).longer, (std::vector<bool>{false, true}));
    EXPECT_EQ(ClapFeatures(small(false))(two).longer, (std::vector<bool>{false, false}));
}

TEST(ClapFeatures, ALongClipIsItsNewestPartWithoutFusion) {
    const at::Tensor sound = noise(333);
    const ClapInput newest = ClapFeatures(small(false))(sound.unsqueeze(0));
    EXPECT_TRUE(at::equal(newest.mels[0][0], mel_of_sound(small(false), sound.narrow(0, 133, 200))));
    EXPECT_EQ(newest.longer, std::vector<bool>{true});
    ClapLots lots;
    lots.crop = 20;
    EXPECT_TRUE(at::equal(ClapFeatures(small(false))(sound.unsqueeze(0), lots).mels[0][0], mel_of_sound(small(false), sound.narrow(0, 20, 200))));
}

// 21 frames a clip; 232 samples give 24: four places, of which the thirds are 0 and 1, 2, and 3.
TEST(ClapFeatures, ALongClipIsTheWholeAndAChunkOfEachThirdWithFusion) {
    const at::Tensor sound = noise(232), mel = mel_of_sound(small(true), sound);
    ASSERT_EQ(mel.size(0), 24);
    const ClapInput input = ClapFeatures(small(true))(sound.unsqueeze(0));
    ASSERT_EQ(input.mels.sizes(), at::IntArrayRef({1, 4, 21, 4}));
    EXPECT_TRUE(at::equal(input.mels[0][1], mel.narrow(0, 1, 21)));
    EXPECT_TRUE(at::equal(input.mels[0][2], mel.narrow(0, 2, 21)));
    EXPECT_TRUE(at::equal(input.mels[0][3], mel.narrow(0, 3, 21)));
    // Shrunk by 24 / 21: the first frame lies at 24 / 42 - 1 / 2 of the old ones.
    const double at = 24.0 / 42.0 - 0.5;
    EXPECT_LT(distance(input.mels[0][0][0], mel[0] * (1 - at) + mel[1] * at), 1e-5);
}

// With two places the last third is empty, and stands for the beginning.
TEST(ClapFeatures, AnEmptyThirdBeginsAtTheBeginning) {
    const at::Tensor sound = noise(210), mel = mel_of_sound(small(true), sound);
    ASSERT_EQ(mel.size(0), 22);
    const at::Tensor maps = ClapFeatures(small(true))(sound.unsqueeze(0)).mels[0];
    EXPECT_TRUE(at::equal(maps[2], mel.narrow(0, 1, 21)));
    EXPECT_TRUE(at::equal(maps[3], mel.narrow(0, 0, 21)));
}

TEST(ClapFeatures, AClipThatIsLongerByLessThanAFrameIsTakenWhole) {
    const at::Tensor sound = noise(205), mel = mel_of_sound(small(true), sound);
    const ClapInput input = ClapFeatures(small(true))(at::stack({sound, sound}));
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(at::equal(input.mels[1][i], mel));
    EXPECT_EQ(input.longer, (std::vector<bool>{true, false}));  // neither counts as long, so one does
}

TEST(ClapFeatures, ASettingThatMeansNothingIsRefused) {
    const TempFolder folder;
    for (const char* text : {"", "[]", R"({"truncation": "none"})", R"({"padding": 3})", R"({"hop_length": 0})", R"({"frequency_min": 20000})",
                             R"({"max_length_s": 1e9})", R"({"sampling_rate": -1})"}) {
        write_file_atomically(folder.path() / "preprocessor_config.json", text);
        EXPECT_NE(complaint([&] { load_clap_features_config(folder.path() / "preprocessor_config.json"); }).find("expected"), std::string::npos) << text;
    }
}

}  // namespace
}  // namespace chladni
