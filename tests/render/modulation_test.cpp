#include "engine/render/modulation.h"

#include <gtest/gtest.h>

namespace chladni {

namespace {

FeatureFrame loud_kick() {
    FeatureFrame sound;
    sound.kick = sound.level = 1.0f;
    sound.bands.fill(0.8f);
    return sound;
}

}  // namespace

TEST(Modulation, WithEffectsAtZeroNothingIsDriven) {
    ParamValues params = initial_values();
    params[ParamId::kFxAmount] = 0;
    const EffectDrive drive = drive_effects(params, loud_kick(), BeatGrid{}, Seconds{1});
    for (float amount : {drive.zoom, drive.trail, drive.hue, drive.glow, drive.kaleidoscope, drive.displace, drive.relief}) EXPECT_EQ(amount, 0.0f);
}

TEST(Modulation, AKickDrivesTheZoomAtOnce) {
    const ParamValues params = initial_values();
    EXPECT_EQ(drive_effects(params, FeatureFrame{}, BeatGrid{}, Seconds{1}).zoom, 0.0f);
    EXPECT_GT(drive_effects(params, loud_kick(), BeatGrid{}, Seconds{1}).zoom, 0.3f);
}

TEST(Modulation, HatsShineOnTheRelief) {
    FeatureFrame hat;
    hat.hat = 1.0f;
    const ParamValues params = initial_values();
    EXPECT_GT(drive_effects(params, hat, BeatGrid{}, Seconds{1}).relief, 1.5f * drive_effects(params, FeatureFrame{}, BeatGrid{}, Seconds{1}).relief);
}

TEST(Modulation, AtReactZeroTheSoundMovesNothing) {
    ParamValues params = initial_values();
    params[ParamId::kFxReact] = 0;
    const EffectDrive quiet = drive_effects(params, FeatureFrame{}, BeatGrid{}, Seconds{1});
    const EffectDrive loud = drive_effects(params, loud_kick(), BeatGrid{}, Seconds{1});
    EXPECT_EQ(quiet.zoom, loud.zoom);
    EXPECT_EQ(quiet.glow, loud.glow);
    EXPECT_EQ(quiet.displace, loud.displace);
    EXPECT_EQ(quiet.relief, loud.relief);
}

TEST(Modulation, AmountsStayWithinTheirRange) {
    ParamValues params = initial_values();
    for (std::size_t i = 0; i < kParamCount; ++i) params.values[i] = param_table()[i].max;
    const EffectDrive drive = drive_effects(params, loud_kick(), BeatGrid{}, Seconds{1e7});
    for (float amount : {drive.zoom, drive.trail, drive.hue, drive.glow, drive.kaleidoscope, drive.displace, drive.relief}) {
        EXPECT_GE(amount, 0.0f);
        EXPECT_LE(amount, 1.0f);
    }
}

TEST(Modulation, ThePhaseFollowsTheGrid) {
    const BeatGrid grid{Seconds{0}, Beats{0}, Tempo{120}, 4, 0, 1, BeatSource::kTracker};
    EXPECT_NEAR(drive_effects(initial_values(), FeatureFrame{}, grid, Seconds{0.625}).beat_phase, 0.25, 1e-5);
}

}  // namespace chladni
