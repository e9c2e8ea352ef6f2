#include "engine/analysis/beat_net.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <numbers>

#include "engine/analysis/net_ear.h"
#include "engine/base/check.h"
#include "engine/base/plain_tensors.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

namespace fs = std::filesystem;

/// Reference values and weights lie beside the tree, not in it: they are not ours to ship.
fs::path shared(const char* name) { return fs::path(CHLADNI_SOURCE_DIR) / "../shared/data" / name; }

std::vector<float> golden(const char* name) {
    for (const PlainTensor& tensor : read_plain_tensors(shared("parity/beatnet_golden.safetensors")))
        if (tensor.name == name) return tensor.values;
    return {};
}

/// Four seconds of the sound that the reference values were made from: three tones, and a ping every half second.
std::vector<float> formula_sound(double rate_hz) {
    std::vector<float> sound(static_cast<std::size_t>(4.0 * rate_hz));
    for (std::size_t n = 0; n < sound.size(); ++n) {
        const double t = static_cast<double>(n) / rate_hz, turn = 2.0 * std::numbers::pi * t;
        sound[n] = static_cast<float>(0.31 * std::sin(220.0 * turn) + 0.17 * std::sin(440.0 * turn + 0.2) + 0.07 * std::sin(880.0 * turn + 0.7) +
                                      0.4 * std::exp(-std::fmod(t, 0.5) / 0.02) * std::sin(3000.0 * turn));
    }
    return sound;
}

/// Every 20 ms, centred there, silence outside: as the reference cuts its frames.
std::vector<float> heard_at(double rate_hz) {
    NetEar ear(rate_hz);
    const std::size_t before = ear.window_length() / 2;
    std::vector<float> sound(before), all;
    const auto formula = formula_sound(rate_hz);
    sound.insert(sound.end(), formula.begin(), formula.end());
    sound.resize(sound.size() + ear.window_length());
    for (int frame = 0; frame < 200; ++frame) {
        const auto heard = ear.hear(std::span(sound).subspan(static_cast<std::size_t>(std::lround(frame * rate_hz / 50.0)), ear.window_length()));
        all.insert(all.end(), heard.begin(), heard.end());
    }
    return all;
}

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
    if (a.size() != b.size()) return 1e9;
    double most = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return most;
}

double mean_difference(const std::vector<float>& a, const std::vector<float>& b) {
    if (a.size() != b.size()) return 1e9;
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    return sum / static_cast<double>(a.size());
}

std::vector<float> chances(const std::vector<float>& heard) {
    BeatNet net(load_beat_net(shared("beatnet/beatnet_model_1.safetensors")));
    std::vector<float> all;
    for (std::size_t frame = 0; frame < heard.size() / 272; ++frame) {
        const BeatChance chance = net.step(std::span(heard).subspan(272 * frame, 272));
        all.insert(all.end(), {chance.beat, chance.downbeat, 1.0f - chance.beat - chance.downbeat});
    }
    return all;
}

}  // namespace

TEST(NetEar, HearsWhatBeatNetHears) {
    if (!fs::exists(shared("parity"))) GTEST_SKIP() << "expected reference values in ../shared/data/parity, found none";
    EXPECT_LT(largest_difference(heard_at(22050.0), golden("features_200x272")), 1e-5);
}

// Between the bins of another transform the sharp zeros beside a pure tone are filled; the net takes no notice.
TEST(BeatNet, SaysNearlyTheSameAtOtherRates) {
    if (!fs::exists(shared("beatnet"))) GTEST_SKIP() << "expected BeatNet's weights in ../shared/data/beatnet, found none";
    // 0.10 at 44.1 kHz, 0.03 at the others.
    for (const double rate_hz : {44100.0, 48000.0, 96000.0}) {
        EXPECT_LT(mean_difference(heard_at(rate_hz), golden("features_200x272")), 0.01) << rate_hz;
        EXPECT_LT(largest_difference(chances(heard_at(rate_hz)), golden("probs_beat_down_none_model1")), 0.15) << rate_hz;
    }
}

TEST(BeatNet, GivesTheNumbersOfTheReference) {
    if (!fs::exists(shared("beatnet"))) GTEST_SKIP() << "expected BeatNet's weights in ../shared/data/beatnet, found none";
    EXPECT_LT(largest_difference(chances(golden("features_200x272")), golden("probs_beat_down_none_model1")), 1e-5);
}

TEST(BeatNet, AFileThatIsNoneIsRefusedInASentence) {
    const TempFolder folder;
    write_plain_tensors(folder.path() / "other.safetensors", {{"conv1.weight", {2, 1, 9}, std::vector<float>(18)}});
    EXPECT_NE(complaint([&] { load_beat_net(folder.path() / "other.safetensors"); }).find("conv1.weight"), std::string::npos);
    EXPECT_NE(complaint([&] { load_beat_net(folder.path() / "none.safetensors"); }).find("expected"), std::string::npos);
}

}  // namespace chladni
