#include "engine/encode/token_pool.h"

#include <gtest/gtest.h>

namespace chladni {
namespace {

// Frames 0, 1, 2 ... of one second each, the first beginning at 0.
FrameTrain seconds(std::int64_t count) { return {at::arange(count, at::kFloat).unsqueeze(1), 0.5, 1.0}; }

std::vector<float> means(const FrameTrain& frames, double start_s, double span_s, std::int64_t count) {
    const at::Tensor values = pooled(frames, start_s, span_s, count).contiguous();
    return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

TEST(TokenPool, ASpanOfWholeFramesIsTheirMean) { EXPECT_EQ(means(seconds(6), 0.0, 2.0, 3), (std::vector<float>{0.5f, 2.5f, 4.5f})); }

TEST(TokenPool, PartsOfFramesCountByTheirTime) {
    EXPECT_EQ(means(seconds(4), 0.5, 1.0, 2), (std::vector<float>{0.5f, 1.5f}));
    EXPECT_FLOAT_EQ(means(seconds(4), 0.75, 1.0, 1)[0], 0.25f * 0 + 0.75f * 1);
}

TEST(TokenPool, ASpanWithinAFrameIsThatFrame) { EXPECT_EQ(means(seconds(4), 2.25, 0.25, 3), (std::vector<float>{2, 2, 2})); }

TEST(TokenPool, ASpanWithoutFramesIsTheNearestOne) {
    EXPECT_EQ(means(seconds(3), 5.0, 1.0, 2), (std::vector<float>{2, 2}));
    EXPECT_EQ(means(seconds(3), -4.0, 1.0, 2), (std::vector<float>{0, 0}));
}

TEST(TokenPool, NoSpanIsNoToken) { EXPECT_EQ(pooled(seconds(3), 0.0, 1.0, 0).sizes(), at::IntArrayRef({0, 1})); }

}  // namespace
}  // namespace chladni
