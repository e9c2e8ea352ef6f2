#include "engine/generate/fake_generator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/base/check.h"
#include "engine/generate/pattern_generator.h"

namespace chladni {

namespace {

struct Rig {
    std::vector<double> waits;
    std::shared_ptr<std::int64_t> made = std::make_shared<std::int64_t>(0);

    FakeGenerator with(const std::string& words) {
        return FakeGenerator(std::make_unique<PatternGenerator>(PatternGenerator::Size{8, 8, 24.0, 2}), FakeFaults::parse(words),
                             made, [this](double ms, std::stop_token) {
                                 waits.push_back(ms);
                                 if (std::isinf(ms)) throw Error("hung");  // a test cannot wait for ever
                             });
    }
};

ChunkRequest two_frames() {
    ChunkRequest request;
    request.new_frames = 2;
    return request;
}

}  // namespace

TEST(FakeGenerator, WaitsAsLongAsItIsTold) {
    Rig rig;
    rig.with("ms=250").generate(two_frames(), {});
    EXPECT_EQ(rig.waits, std::vector<double>{250});
}

TEST(FakeGenerator, AFaultComesOnceEvenAfterARestart) {
    Rig rig;
    FakeGenerator first = rig.with("throw_at=2");
    EXPECT_EQ(first.generate(two_frames(), {}).frames(), 2u);
    EXPECT_THROW(first.generate(two_frames(), {}), Error);
    FakeGenerator restarted = rig.with("throw_at=2");
    EXPECT_EQ(restarted.generate(two_frames(), {}).frames(), 2u);
}

TEST(FakeGenerator, OutOfMemoryIsABadAlloc) {
    Rig rig;
    EXPECT_THROW(rig.with("oom_at=1").generate(two_frames(), {}), std::bad_alloc);
}

TEST(FakeGenerator, AHangHeedsNoStop) {
    Rig rig;
    EXPECT_THROW(rig.with("ms=1,hang_at=1").generate(two_frames(), {}), Error);
    ASSERT_EQ(rig.waits.size(), 2u);
    EXPECT_TRUE(std::isinf(rig.waits[1]));
}

TEST(FakeGenerator, WordsItDoesNotKnowAreAUsageError) {
    for (const char* words : {"explode_at=2", "ms", "ms=", "ms=fast", "ms=-1", "hang_at=2x", "ms=nan"})
        EXPECT_THROW(FakeFaults::parse(words), UsageError) << words;
    EXPECT_EQ(FakeFaults::parse("ms=20,oom_at=3").oom_at, 3);
}

}  // namespace chladni
