#include "engine/looks/look_film.h"

#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "tests/looks/films.h"

namespace chladni {
namespace {

class EveryLook : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Looks, EveryLook, testing::Range(std::size_t{0}, looks().size()),
                         [](const auto& row) { return std::string(looks()[row.param].name); });

TEST_P(EveryLook, AKickBrightensItsOwnFrameAndNoneBefore) {
    for (std::size_t palette = 0; palette < palettes().size(); ++palette) {
        FilmRig rig(GetParam(), palette);
        const double two_before = mean_luma(rig.frame(playing())), before = mean_luma(rig.frame(playing()));
        Drive kick = playing();
        kick.kick = 1.0f;
        const double with = mean_luma(rig.frame(kick));
        kick.kick = static_cast<float>(std::exp(-0.25 / kKickFall_s));
        for (int k = 0; k < 5; ++k) rig.film.skip(kick);
        EXPECT_NEAR(before / two_before, 1.0, 0.03) << palettes()[palette].first;
        EXPECT_GT(with / before, 1.2) << palettes()[palette].first;
        EXPECT_LT(with / before, 1.5) << palettes()[palette].first;
        EXPECT_LT(mean_luma(rig.frame(playing())) / before, 1.15) << palettes()[palette].first;
    }
}

TEST_P(EveryLook, IsNeitherDarkNorGlaring) {
    for (std::size_t palette = 0; palette < palettes().size(); ++palette) {
        double sum = 0;
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            FilmRig rig(GetParam(), palette, seed);
            for (int k = 0; k < 24; ++k) {
                Drive drive = playing(0.3f + 0.15f * static_cast<float>(seed));
                drive.kick = kick_at(k, 12);
                drive.scene = static_cast<int>(seed);
                sum += mean_luma(rig.frame(drive));
            }
        }
        EXPECT_GE(sum / 96.0, 0.25) << palettes()[palette].first;
        EXPECT_LE(sum / 96.0, 0.6) << palettes()[palette].first;
    }
}

TEST_P(EveryLook, ASnareTintsAndDoesNotFlash) {
    FilmRig with(GetParam(), 0), without(GetParam(), 0);
    Drive snare = playing();
    snare.snare = 1.0f;
    const Rgb tinted = with.frame(snare), plain = without.frame(playing());
    EXPECT_NEAR(mean_luma(tinted) / mean_luma(plain), 1.0, 0.08);
    EXPECT_GT(change(tinted, plain), 0.04);
}

TEST_P(EveryLook, HatsSwitchOnLightsHereAndThere) {
    FilmRig with(GetParam(), 3), without(GetParam(), 3);
    Drive hat = playing();
    hat.hat = 1.0f;
    const Rgb lights = with.frame(hat), plain = without.frame(playing());
    std::size_t brighter = 0;
    for (std::size_t i = 1; i < plain.size(); i += 3) brighter += lights[i] > plain[i] + 25;
    const double share = static_cast<double>(brighter) / (static_cast<double>(plain.size()) / 3.0);
    EXPECT_GT(share, 0.03);
    EXPECT_LT(share, 0.5);
}

TEST_P(EveryLook, TheBassBendsTheShapes) {
    FilmRig with(GetParam()), without(GetParam());
    Drive deep = playing(), thin = playing();
    deep.bass = 1.0f;
    thin.bass = 0.0f;
    EXPECT_GT(change(with.frame(deep), without.frame(thin)), 0.03);
}

TEST_P(EveryLook, SilenceIsCalm) {
    FilmRig loud(GetParam()), quiet(GetParam());
    const Rgb loud_first = loud.frame(playing(1.0f)), quiet_first = quiet.frame(silence());
    Drive kick = silence();
    kick.kick = 1.0f;
    for (int k = 0; k < 11; ++k) loud.film.skip(playing(1.0f)), quiet.film.skip(silence());
    const Rgb loud_last = loud.frame(playing(1.0f)), quiet_last = quiet.frame(silence());
    EXPECT_LT(mean_luma(quiet_last), 0.9 * mean_luma(loud_last));
    EXPECT_GT(mean_luma(quiet_last), 0.15);
    EXPECT_LT(change(quiet_first, quiet_last), 0.5 * change(loud_first, loud_last));
    EXPECT_NEAR(mean_luma(quiet.frame(kick)) / mean_luma(quiet_last), 1.0, 0.03);
}

TEST_P(EveryLook, MovesFromFrameToFrameWithoutJumps) {
    FilmRig rig(GetParam());
    Rgb last = rig.frame(playing());
    for (int k = 0; k < 48; ++k) {
        const Rgb now = rig.frame(playing());
        EXPECT_GT(change(now, last), 0.0005) << k;
        EXPECT_LT(change(now, last), 0.05) << k;
        last = now;
    }
}

TEST_P(EveryLook, ANewSceneIsFadedInOverFourFrames) {
    FilmRig rig(GetParam());
    Drive next = playing();
    next.scene = 1;
    const Rgb before = rig.frame(playing());
    std::vector<Rgb> after;
    for (int k = 0; k < 6; ++k) after.push_back(rig.frame(next));
    EXPECT_GT(change(before, after[5]), 0.08);
    EXPECT_LT(change(before, after[0]), 0.5 * change(before, after[5]));
    EXPECT_LT(change(after[4], after[5]), 0.25 * change(before, after[5]));
}

TEST_P(EveryLook, ConsistsOfLargeShapes) {
    FilmRig rig(GetParam(), 5);  // black and white: the hardest
    const Rgb rgb = rig.frame(playing());
    const int width = rig.choice.width, height = rig.choice.height, reach = 3;  // of 72 px: 12 px of a picture of 144
    double error = 0, spread = 0;
    const double mean = 255.0 * mean_luma(rgb);
    for (int y = reach; y + reach < height; ++y)
        for (int x = reach; x + reach < width; ++x) {
            double sum = 0;
            for (int dy = -reach; dy <= reach; ++dy)
                for (int dx = -reach; dx <= reach; ++dx) sum += rgb[static_cast<std::size_t>(((y + dy) * width + x + dx) * 3)];
            const double here = rgb[static_cast<std::size_t>((y * width + x) * 3)];
            error += std::pow(here - sum / std::pow(2 * reach + 1, 2), 2);
            spread += std::pow(here - mean, 2);
        }
    EXPECT_LT(error / spread, 0.06);
}

TEST(LookFilm, IsTheSameForTheSameArguments) {
    FilmRig a(2, 3, 11), b(2, 3, 11), other(2, 3, 12);
    for (int k = 0; k < 3; ++k) {
        const Rgb frame = a.frame(playing());
        EXPECT_EQ(frame, b.frame(playing()));
        EXPECT_NE(frame, other.frame(playing()));
    }
}

TEST(LookFilm, ASkippedFrameHasHappened) {
    FilmRig a, b;
    Drive kick = playing();
    kick.kick = 1.0f;
    a.frame(kick);
    b.film.skip(kick);
    EXPECT_EQ(a.frame(playing()), b.frame(playing()));
}

TEST(LookFilm, RefusesWhatItCannotDraw) {
    EXPECT_THROW(LookFilm({.look = 99}), Error);
    EXPECT_THROW(LookFilm({.palette = 99}), Error);
    EXPECT_THROW(LookFilm({.width = 255}), Error);
    Rgb small(10);
    LookFilm film({});
    EXPECT_THROW(film.frame({}, small), Error);
}

}  // namespace
}  // namespace chladni
