#include "engine/runtime/pace_notice.h"

#include <gtest/gtest.h>

namespace chladni {

TEST(PaceNotice, FewerStepsAndASmallerPictureAreToldWhereThereAreSuch) {
    const std::string before = "a chunk of 1.7 s would take 2.5 s on this machine: it is made", after = " until there is time for more (Keep pace)";
    EXPECT_EQ(pace_notice(2.5, 1.66, 4, {3, 1.0}), before + " in 3 of 4 steps" + after);
    EXPECT_EQ(pace_notice(2.5, 1.66, 4, {4, 0.75}), before + " at 75 % of the size" + after);
    EXPECT_EQ(pace_notice(2.5, 1.66, 4, {3, 0.5}), before + " in 3 of 4 steps and at 50 % of the size" + after);
}

}  // namespace chladni
