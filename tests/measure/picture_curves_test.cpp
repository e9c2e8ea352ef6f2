#include <gtest/gtest.h>

#include <cmath>

#include "engine/measure/picture_curves.h"
#include "engine/measure/picture_events.h"

namespace chladni {

namespace {

constexpr double kFrame_s = 0.04;

std::vector<PictureFacts> dark(std::size_t count) {
    std::vector<PictureFacts> pictures(count);
    for (std::size_t i = 0; i < count; ++i) pictures[i].time_s = kFrame_s * static_cast<double>(i);
    return pictures;
}

// A flash of one frame: it changes the picture when it comes and when it goes.
void flash(std::vector<PictureFacts>& pictures, std::size_t at) {
    pictures[at].brightness = 1.0f;
    pictures[at].motion = pictures[at + 1].motion = 1.0f;
}

}  // namespace

TEST(PictureCurves, AFlashBelongsToTheBeginningOfItsFrameAndLightToTheMiddle) {
    auto pictures = dark(100);
    flash(pictures, 50);
    const auto curves = picture_curves(pictures, kFrame_s);
    ASSERT_EQ(curves.size(), 5u);
    EXPECT_EQ(curves[0].name, "flash");
    EXPECT_NEAR(curves[0].times_s[50], 2.0, 1e-9);
    EXPECT_GT(curves[0].values[50], 4.0);
    EXPECT_EQ(curves[0].values[51], 0.0);
    EXPECT_EQ(curves[3].name, "brightness");
    EXPECT_NEAR(curves[3].times_s[50], 2.02, 1e-9);
}

TEST(PictureCurves, ACutDoesNotOutweighAllElse) {
    auto pictures = dark(100);
    for (std::size_t i = 1; i < 100; ++i) pictures[i].motion = i == 50 ? 1.0f : 0.02f;
    const auto motion = picture_curves(pictures, kFrame_s)[1];
    EXPECT_LT(motion.values[50] / motion.values[49], 10.0);
}

TEST(PictureCurves, AFewMovingPartsShowInTheLocalCurve) {
    auto pictures = dark(100);
    for (std::size_t i = 10; i < 100; i += 10) pictures[i].cells[7] = 0.5f;
    const auto local = picture_curves(pictures, kFrame_s)[2];
    EXPECT_GT(local.values[50], 0.03);
    EXPECT_EQ(local.values[51], 0.0);
}

TEST(PictureEvents, AFlashIsOneEventWhereItBegins) {
    auto pictures = dark(200);
    for (const std::size_t at : {30, 61, 99, 170}) flash(pictures, at);
    const auto curves = picture_curves(pictures, kFrame_s);
    const auto events_s = picture_events(curves[0], curves[1]);
    ASSERT_EQ(events_s.size(), 4u);
    EXPECT_NEAR(events_s[1], 61 * kFrame_s, 1e-9);
}

TEST(PictureEvents, APictureThatStandsStillHasNone) {
    const auto curves = picture_curves(dark(200), kFrame_s);
    EXPECT_TRUE(picture_events(curves[0], curves[1]).empty());
    const auto none = picture_curves({}, kFrame_s);
    EXPECT_TRUE(picture_events(none[0], none[1]).empty());
}

}  // namespace chladni
