#include "engine/generate/pattern_generator.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "engine/base/check.h"

namespace chladni {

namespace {

ChunkRequest request_at(double start_s, std::int64_t frames = 4) {
    ChunkRequest request;
    request.start = {start_s};
    request.new_frames = frames;
    request.prompt = "ink, blue and gold";
    return request;
}

double difference(const std::uint8_t* a, const std::uint8_t* b, std::size_t bytes) {
    double sum = 0;
    for (std::size_t i = 0; i < bytes; ++i) sum += std::abs(static_cast<int>(a[i]) - static_cast<int>(b[i]));
    return sum / static_cast<double>(bytes);
}

double brightness(const VideoChunk& chunk, std::size_t frame) {
    double sum = 0;
    for (std::size_t i = 0; i < chunk.bytes_per_frame(); ++i) sum += chunk.frame(frame)[i];
    return sum / static_cast<double>(chunk.bytes_per_frame());
}

PatternGenerator small() { return PatternGenerator({64, 36, 24.0, 24}); }

}  // namespace

TEST(PatternGenerator, SameRequestGivesTheSamePictures) {
    PatternGenerator a = small(), b = small();
    EXPECT_EQ(a.generate(request_at(3), {}).rgba, b.generate(request_at(3), {}).rgba);
}

TEST(PatternGenerator, AnotherSeedGivesOtherPictures) {
    PatternGenerator generator = small();
    ChunkRequest other = request_at(3);
    other.params[ParamId::kSeed] = 99;
    EXPECT_NE(generator.generate(request_at(3), {}).rgba, generator.generate(other, {}).rgba);
}

TEST(PatternGenerator, ChunksJoinWithoutASeam) {
    PatternGenerator generator = small();
    const VideoChunk first = generator.generate(request_at(0, 24), {});
    ChunkRequest next = request_at(1.0, 24);
    next.index = 1;
    next.seed = 77;  // a walking seed
    const VideoChunk second = generator.generate(next, {});
    const double usual = difference(first.frame(22), first.frame(23), first.bytes_per_frame());
    const double seam = difference(first.frame(23), second.frame(0), first.bytes_per_frame());
    EXPECT_GT(usual, 0.0);
    EXPECT_LT(seam, 1.5 * usual + 0.1);
}

TEST(PatternGenerator, AKickLightsThePicture) {
    PatternGenerator generator = small();
    ChunkRequest request = request_at(2, 2);
    request.features.resize(2);
    request.features[1].kick = 1.0f;
    const VideoChunk chunk = generator.generate(request, {});
    EXPECT_GT(brightness(chunk, 1), 1.1 * brightness(chunk, 0));
}

TEST(PatternGenerator, StampsFollowTheRequestsBeatGrid) {
    PatternGenerator generator = small();
    ChunkRequest request = request_at(1.0, 24);
    request.grid = {Seconds{0.0}, Beats{0.0}, Tempo{120.0}, 4, 0, 1.0f, BeatSource::kFile};
    const VideoChunk chunk = generator.generate(request, {});
    ASSERT_EQ(chunk.frames(), 24u);
    EXPECT_DOUBLE_EQ(chunk.stamps[12].time.value, 1.5);
    EXPECT_DOUBLE_EQ(chunk.stamps[12].beat.value, 3.0);
}

TEST(PatternGenerator, AStopRequestEndsTheChunk) {
    PatternGenerator generator = small();
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(generator.generate(request_at(0), stop.get_token()), Error);
}

TEST(PatternGenerator, ASizeOfNothingIsRefused) { EXPECT_THROW(PatternGenerator({0, 36, 24.0, 24}), Error); }

}  // namespace chladni
