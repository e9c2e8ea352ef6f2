#include "engine/render/renderer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <utility>

#include "engine/base/check.h"
#include "tests/support/flashes.h"

namespace chladni {

namespace {

constexpr int kWidth = 160, kHeight = 90;

std::vector<std::uint8_t> colours(int width, int height) {
    std::vector<std::uint8_t> rgba;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            rgba.insert(rgba.end(), {static_cast<std::uint8_t>(255 * x / width), static_cast<std::uint8_t>(255 * y / height),
                                     static_cast<std::uint8_t>(128 + 100 * std::sin(0.15 * x + 0.1 * y)), 255});
    return rgba;
}

std::vector<std::uint8_t> grey(int level) {
    std::vector<std::uint8_t> rgba(kWidth * kHeight * 4, static_cast<std::uint8_t>(level));
    for (std::size_t i = 3; i < rgba.size(); i += 4) rgba[i] = 255;
    return rgba;
}

double difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
    return sum / static_cast<double>(a.size());
}

ParamValues still() {
    ParamValues params = initial_values();
    params[ParamId::kFxAmount] = 0;
    return params;
}

RendererOptions wanted() {
    RendererOptions options;
    options.width = kWidth, options.height = kHeight;
    options.validation = true;
    return options;
}

// A renderer under the validation layer; every test ends with no message of it.
class RendererTest : public testing::Test {
protected:
    void SetUp() override {
        try {
            renderer = std::make_unique<Renderer>(wanted());
        } catch (const Error& error) {
            GTEST_SKIP() << error.what();
        }
    }
    void TearDown() override {
        if (renderer) {
            EXPECT_EQ(renderer->status().validation_messages, 0u);
        }
    }
    std::vector<std::uint8_t> draw(const std::vector<std::uint8_t>& rgba, const ParamValues& params, const FeatureFrame& sound = {},
                                   int width = kWidth, int height = kHeight) {
        DrawRequest request;
        request.from = request.to = {rgba.data(), width, height};
        request.params = params;
        request.drive = drive_effects(params, sound, BeatGrid{}, Seconds{1.0});
        renderer->draw(request);
        std::vector<std::uint8_t> shown;
        renderer->read_back(shown);
        return shown;
    }
    std::unique_ptr<Renderer> renderer;
    const std::vector<std::uint8_t> picture = colours(kWidth, kHeight);
};

}  // namespace

TEST_F(RendererTest, WithEffectsAtZeroThePictureComesOutAsItWentIn) {
    const auto shown = draw(picture, still());
    ASSERT_EQ(shown.size(), picture.size());
    for (std::size_t i = 0; i < shown.size(); ++i) ASSERT_NEAR(shown[i], picture[i], 1) << i;
}

TEST_F(RendererTest, AGpuThatIsNotDoneInTimeLosesAPictureAndIsNotDisturbed) {
    if (!renderer) return;
    RendererOptions options = wanted();
    options.patience_s = 0.0;
    renderer = std::make_unique<Renderer>(options);
    std::string complaint;
    for (int i = 0; i < 30; ++i) {
        try {
            draw(picture, initial_values());
        } catch (const Error& error) {
            complaint = error.what();
        }
    }
    EXPECT_NE(complaint.find("expected the GPU to finish a picture"), std::string::npos) << complaint;
}

TEST_F(RendererTest, ALostGpuCostsAPictureAndTheNextIsAsBefore) {
    if (!renderer) return;
    bool lost = false;
    RendererOptions options = wanted();
    options.is_lost = [&] { return std::exchange(lost, false); };
    renderer = std::make_unique<Renderer>(options);
    const auto before = draw(picture, still());
    lost = true;
    EXPECT_THROW(draw(picture, still()), Error);
    EXPECT_EQ(draw(picture, still()), before);
    lost = true;
    std::vector<std::uint8_t> shown;
    EXPECT_THROW(renderer->read_back(shown), Error);
    EXPECT_THROW(renderer->read_back(shown), Error) << "nothing is drawn yet";
    EXPECT_EQ(draw(picture, still()), before);
    EXPECT_EQ(renderer->status().rebuilds, 2);
}

TEST_F(RendererTest, AGpuThatStaysLostIsAskedForOnceASecond) {
    if (!renderer) return;
    bool lost = false;
    int asked = 0;
    RendererOptions options = wanted();
    options.is_lost = [&] { return ++asked, lost; };
    renderer = std::make_unique<Renderer>(options);
    draw(picture, still());
    lost = true, asked = 0;
    for (int i = 0; i < 150; ++i) EXPECT_THROW(draw(picture, still()), Error);  // 60 of them are a second
    EXPECT_EQ(asked, 1 + 3) << "the loss itself, then at once, after one second and after two";
    lost = false;
    int missed = 0;
    for (int i = 0; i < 60 && renderer->status().rebuilds == 0; ++i) try {
            draw(picture, still());
        } catch (const Error&) {
            ++missed;
        }
    EXPECT_EQ(renderer->status().rebuilds, 1);
    EXPECT_GT(missed, 0);
}

TEST_F(RendererTest, BlackoutIsBlack) {
    ParamValues params = still();
    params[ParamId::kBlackout] = 1;
    const auto shown = draw(picture, params);
    for (std::size_t i = 0; i < shown.size(); i += 4) ASSERT_EQ(shown[i] + shown[i + 1] + shown[i + 2], 0) << i;
}

TEST_F(RendererTest, EachEffectChangesThePictureWhenItIsTurnedUp) {
    FeatureFrame sound;
    sound.kick = sound.level = sound.brightness = 1.0f;
    sound.bands.fill(1.0f);
    for (ParamId effect : {ParamId::kFxZoom, ParamId::kFxHue, ParamId::kFxGlow, ParamId::kFxKaleidoscope, ParamId::kFxDisplace}) {
        ParamValues params = initial_values();
        for (ParamId id : {ParamId::kFxZoom, ParamId::kFxTrail, ParamId::kFxHue, ParamId::kFxGlow, ParamId::kFxKaleidoscope, ParamId::kFxDisplace, ParamId::kFxRelief})
            params[id] = id == effect ? 1.0f : 0.0f;
        EXPECT_GT(difference(draw(picture, params, sound), picture), 2.0) << row_of(effect).id;
    }
}

TEST_F(RendererTest, GlowLeavesAPalePictureItsColours) {
    FeatureFrame loud;
    loud.kick = loud.level = 1.0f;
    ParamValues params = still();
    params[ParamId::kFxAmount] = 1;
    for (ParamId id : {ParamId::kFxZoom, ParamId::kFxTrail, ParamId::kFxHue, ParamId::kFxDisplace, ParamId::kFxRelief}) params[id] = 0;
    params[ParamId::kFxGlow] = 1;
    params[ParamId::kFlashLimit] = 0;
    const std::size_t middle = 4 * (kWidth * 45 + 80);
    EXPECT_NEAR(draw(grey(220), params, loud)[middle], 224, 3);
    EXPECT_GT(draw(grey(110), params, loud)[middle], 125) << "and still lights what is darker";
}

TEST_F(RendererTest, ReliefLightsSlopesTheMoreTheMoreTheyFaceAboveLeft) {
    ParamValues params = still();
    params[ParamId::kFxAmount] = 1;
    for (ParamId id : {ParamId::kFxZoom, ParamId::kFxTrail, ParamId::kFxHue, ParamId::kFxGlow, ParamId::kFxDisplace}) params[id] = 0;
    params[ParamId::kFxRelief] = 1;
    EXPECT_LT(difference(draw(grey(120), params), grey(120)), 0.5) << "what is flat stays";
    constexpr int kWide = 640, kHigh = 360;
    RendererOptions large = wanted();
    large.width = kWide, large.height = kHigh;
    renderer = std::make_unique<Renderer>(large);
    std::vector<std::uint8_t> hill(4 * kWide * kHigh, 255);
    for (int y = 0; y < kHigh; ++y)
        for (int x = 0; x < kWide; ++x)
            for (int c = 0; c < 3; ++c) hill[static_cast<std::size_t>(4 * (kWide * y + x) + c)] = x >= 200 && x < 440 && y >= 100 && y < 260 ? 180 : 60;
    const auto lit = draw(hill, params, {}, kWide, kHigh);
    const auto at = [&](int x, int y) { return static_cast<int>(lit[static_cast<std::size_t>(4 * (kWide * y + x))]); };
    EXPECT_GT(at(204, 180), 184) << "its left side faces the light";
    EXPECT_LT(at(435, 180), 165) << "its right side lies in the shade";
    EXPECT_EQ(at(320, 180), 180) << "its top is flat";
}

TEST_F(RendererTest, ATrailKeepsWhatWas) {
    ParamValues params = still();
    params[ParamId::kFxAmount] = 1;
    for (ParamId id : {ParamId::kFxZoom, ParamId::kFxHue, ParamId::kFxGlow, ParamId::kFxDisplace, ParamId::kFxRelief}) params[id] = 0;
    params[ParamId::kFxTrail] = 1;
    params[ParamId::kFlashLimit] = 0;
    draw(grey(200), params);
    EXPECT_GT(draw(grey(20), params)[4 * (kWidth * 45 + 80)], 60);
    params[ParamId::kFxTrail] = 0;
    EXPECT_NEAR(draw(grey(20), params)[4 * (kWidth * 45 + 80)], 20, 1);
}

TEST_F(RendererTest, AKickIsSeenInTheSameDisplayFrame) {
    FeatureFrame kick;
    kick.kick = 1.0f;
    const auto quiet = draw(picture, initial_values());
    const auto again = draw(picture, initial_values());
    const auto kicked = draw(picture, initial_values(), kick);
    EXPECT_GT(difference(kicked, again), 4.0 * difference(again, quiet) + 0.5);
}

TEST_F(RendererTest, FreezeStandsStill) {
    const auto before = draw(picture, still());
    ParamValues params = still();
    params[ParamId::kFreeze] = 1;
    EXPECT_EQ(draw(grey(10), params), before);
}

TEST_F(RendererTest, AnotherShapeGetsBarsOrFills) {
    const auto square = std::vector<std::uint8_t>(40 * 40 * 4, 255);
    ParamValues params = still();
    const std::size_t left = 4 * (kWidth * 45 + 2), middle = 4 * (kWidth * 45 + 80);
    const auto barred = draw(square, params, {}, 40, 40);
    EXPECT_EQ(barred[left], 0);
    EXPECT_GE(barred[middle], 254);
    params[ParamId::kFill] = 1;
    EXPECT_GE(draw(square, params, {}, 40, 40)[left], 254);
}

TEST_F(RendererTest, BlendsHalfwayBetweenTwoFrames) {
    const auto dark = grey(40), light = grey(200);
    DrawRequest request;
    request.from = {dark.data(), kWidth, kHeight};
    request.to = {light.data(), kWidth, kHeight};
    request.from_id = 1;
    request.to_id = 2;
    request.blend = 0.5f;
    request.params = still();
    renderer->draw(request);
    std::vector<std::uint8_t> shown;
    renderer->read_back(shown);
    EXPECT_NEAR(shown[4000], 120, 1);
}

TEST_F(RendererTest, AKnownIdIsNotUploadedAgain) {
    const auto dark = grey(40), light = grey(200);
    DrawRequest request;
    request.params = still();
    request.params[ParamId::kFlashLimit] = 0;
    request.from = request.to = {dark.data(), kWidth, kHeight};
    request.from_id = request.to_id = 7;
    renderer->draw(request);
    request.from = request.to = {light.data(), kWidth, kHeight};
    renderer->draw(request);
    std::vector<std::uint8_t> shown;
    renderer->read_back(shown);
    EXPECT_NEAR(shown[4000], 40, 1);
    request.from_id = request.to_id = 8;
    renderer->draw(request);
    renderer->read_back(shown);
    EXPECT_NEAR(shown[4000], 200, 1);
}

TEST_F(RendererTest, TenFlashesASecondBecomeThreeAtMost) {
    std::vector<float> shown;
    const auto white = grey(255), black = grey(0);
    bool limited = false;
    for (int i = 0; i < 180; ++i) {
        const auto out = draw(i % 6 < 3 ? white : black, still());
        limited |= renderer->status().flash_limited;
        const float value = static_cast<float>(out[4000]) / 255.0f;
        shown.push_back(value <= 0.04045f ? value / 12.92f : std::pow((value + 0.055f) / 1.055f, 2.4f));
    }
    EXPECT_LE(most_flashes_in_a_second(shown, 1.0 / 60.0), 3.0);
    EXPECT_TRUE(limited);
}

TEST_F(RendererTest, FramesOfAnySizeAreTaken) {
    for (auto [width, height] : {std::pair(1, 1), std::pair(17, 3), std::pair(333, 211)})
        EXPECT_EQ(draw(colours(width, height), initial_values(), {}, width, height).size(), static_cast<std::size_t>(kWidth * kHeight * 4));
}

}  // namespace chladni
