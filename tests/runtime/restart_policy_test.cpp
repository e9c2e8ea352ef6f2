#include "engine/runtime/restart_policy.h"

#include <gtest/gtest.h>

namespace chladni {

using Fault = RestartPolicy::Fault;

TEST(RestartPolicy, AThrowIsForgivenThreeTimesWithGrowingPauses) {
    RestartPolicy policy;
    double before_s = 0;
    for (int i = 0; i < 3; ++i) {
        const auto verdict = policy.failed(i == 1 ? Fault::kOutOfMemory : Fault::kThrew);
        EXPECT_FALSE(verdict.replace);
        EXPECT_GT(verdict.pause.value, before_s);
        before_s = verdict.pause.value;
    }
    EXPECT_TRUE(policy.failed(Fault::kThrew).replace);
}

TEST(RestartPolicy, AHangIsForgivenOnce) {
    RestartPolicy policy;
    EXPECT_FALSE(policy.failed(Fault::kHung).replace);
    EXPECT_TRUE(policy.failed(Fault::kHung).replace);
}

TEST(RestartPolicy, SixtyGoodChunksClearTheRecordAndFewerDoNot) {
    RestartPolicy patient, hasty;
    for (RestartPolicy* policy : {&patient, &hasty}) policy->failed(Fault::kHung);
    for (int i = 0; i < 60; ++i) patient.succeeded();
    for (int i = 0; i < 59; ++i) hasty.succeeded();
    EXPECT_FALSE(patient.failed(Fault::kHung).replace);
    EXPECT_TRUE(hasty.failed(Fault::kHung).replace);
}

}  // namespace chladni
