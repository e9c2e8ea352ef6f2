#include "engine/runtime/held_grid.h"

#include <gtest/gtest.h>

namespace chladni {
namespace {

BeatGrid grid_of(double beat, float confidence) {
    BeatGrid grid;
    grid.beat = Beats{beat};
    grid.confidence = confidence;
    return grid;
}

TEST(HeldGrid, TheBeatFromBeforeGoesOnUntilTheNewOneIsSurer) {
    HeldGrid held;
    held.hold(grid_of(40.0, 0.9f), Seconds{10});
    EXPECT_EQ(held.of(grid_of(0.0, 0.1f), Seconds{11}).beat.value, 40.0);
    EXPECT_NEAR(held.of(grid_of(0.0, 0.1f), Seconds{18}).confidence, 0.45f, 1e-5f);
}

TEST(HeldGrid, BeatsAreCountedOnWhereTheNewOneTakesOver) {
    HeldGrid held;
    held.hold(grid_of(40.0, 0.9f), Seconds{10});
    const BeatGrid taken = held.of(grid_of(0.1, 0.95f), Seconds{12});
    EXPECT_NEAR(taken.beat.value, 40.1, 1e-9);
    EXPECT_EQ(taken.downbeat, 40);
    EXPECT_NEAR(held.of(grid_of(8.1, 0.2f), Seconds{16}).beat.value, 48.1, 1e-9);  // and from then on
}

TEST(HeldGrid, ABeatThatWasNotTrustedIsNotHeld) {
    HeldGrid held;
    held.hold(grid_of(40.0, 0.2f), Seconds{10});
    EXPECT_EQ(held.of(grid_of(3.0, 0.1f), Seconds{11}).beat.value, 3.0);
}

}  // namespace
}  // namespace chladni
