#include "engine/runtime/generator_worker.h"

#include <gtest/gtest.h>

#include <atomic>

#include "engine/base/check.h"
#include "engine/generate/pattern_generator.h"
#include "tests/runtime/eventually.h"

namespace chladni {

namespace {

using Body = std::function<VideoChunk(const ChunkRequest&, std::stop_token)>;

class Scripted : public Generator {
public:
    explicit Scripted(Body body) : body_(std::move(body)) { info_.name = "scripted"; }
    const GeneratorInfo& info() const override { return info_; }
    VideoChunk generate(const ChunkRequest& request, std::stop_token stop) override { return body_(request, stop); }
    void reset() override {}

private:
    GeneratorInfo info_;
    Body body_;
};

GeneratorFactory scripted(Body body) {
    return [body = std::move(body)] { return ListeningGenerator{std::make_unique<Scripted>(body), nullptr}; };
}

ChunkOutcome outcome_of(GeneratorWorker& worker) {
    std::optional<ChunkOutcome> outcome;
    EXPECT_TRUE(eventually([&] { return (outcome = worker.take_outcome()).has_value(); }));
    return outcome.value_or(ChunkOutcome{});
}

ChunkOutcome outcome_of(Body body) {
    GeneratorWorker worker(scripted(std::move(body)));
    worker.start({});
    return outcome_of(worker);
}

}  // namespace

TEST(GeneratorWorker, AJobComesBackAsItsChunk) {
    GeneratorWorker worker(scripted([](const ChunkRequest& request, std::stop_token) {
        VideoChunk chunk;
        chunk.index = request.index;
        return chunk;
    }));
    for (std::int64_t index : {7, 8}) {
        ChunkJob job;
        job.request.index = index;
        worker.start(std::move(job));
        const ChunkOutcome outcome = outcome_of(worker);
        ASSERT_TRUE(outcome.chunk.has_value());
        EXPECT_EQ(outcome.chunk->index, index);
        EXPECT_FALSE(worker.busy());
    }
    EXPECT_EQ(worker.info()->name, "scripted");
}

TEST(GeneratorWorker, AThrowBecomesItsFirstLine) {
    const ChunkOutcome outcome = outcome_of([](auto&, auto) -> VideoChunk { throw Error("expected weights\nframe #0: deep"); });
    EXPECT_FALSE(outcome.chunk.has_value());
    EXPECT_EQ(outcome.error, "expected weights");
    EXPECT_FALSE(outcome.out_of_memory);
}

TEST(GeneratorWorker, MemoryThatRanOutIsKnownByTypeAndByWords) {
    EXPECT_TRUE(outcome_of([](auto&, auto) -> VideoChunk { throw std::bad_alloc(); }).out_of_memory);
    EXPECT_TRUE(outcome_of([](auto&, auto) -> VideoChunk { throw Error("CUDA out of memory. Tried ..."); }).out_of_memory);
}

TEST(GeneratorWorker, WhatIsNoExceptionIsCaughtToo) {
    EXPECT_FALSE(outcome_of([](auto&, auto) -> VideoChunk { throw 7; }).error.empty());
}

TEST(GeneratorWorker, AFactoryThatThrowsSaysWhy) {
    GeneratorWorker worker([]() -> ListeningGenerator { throw Error("expected a model folder"); });
    EXPECT_TRUE(eventually([&] { return !worker.failure().empty(); }));
    EXPECT_EQ(worker.failure(), "expected a model folder");
    EXPECT_FALSE(worker.info().has_value());
}

TEST(GeneratorWorker, AFactoryMayThrowAnythingAtAll) {
    GeneratorWorker worker([]() -> ListeningGenerator { throw 7; });
    EXPECT_TRUE(eventually([&] { return !worker.failure().empty(); }));
}

TEST(GeneratorWorker, TheEncoderHearsTheContextAndTheNewFrames) {
    std::atomic<std::int64_t> asked{0};
    GeneratorWorker worker([&asked] {
        auto generator = std::make_unique<PatternGenerator>(PatternGenerator::Size{8, 8, 24.0, 2});
        return ListeningGenerator{std::move(generator), [&asked](const ChunkSound&, std::int64_t frames) {
                                      asked = frames;
                                      return AudioTokens{};
                                  }};
    });
    ChunkJob job;
    job.request.new_frames = 2;
    worker.start(std::move(job));
    ASSERT_TRUE(outcome_of(worker).chunk.has_value());
    EXPECT_EQ(asked, 2);  // the pattern needs no context
}

TEST(GeneratorWorker, AHangingOneIsLeftBehindAndFinishesAlone) {
    struct Shared {
        std::atomic<bool> began{false}, let_go{false}, gone{false};
    };
    auto shared = std::make_shared<Shared>();
    {
        GeneratorWorker worker(scripted([shared](auto&, auto) {
            shared->began = true;
            eventually([&] { return shared->let_go.load(); });  // heeds no stop token
            shared->gone = true;
            return VideoChunk{};
        }));
        worker.start({});
        ASSERT_TRUE(eventually([&] { return shared->began.load(); }));
        worker.abandon();
    }
    EXPECT_FALSE(shared->gone);
    shared->let_go = true;
    EXPECT_TRUE(eventually([&] { return shared->gone.load(); }));
}

TEST(GeneratorWorker, OneThatHeedsItsStopIsEndedInTheMiddleOfAChunk) {
    std::atomic<bool> began{false};
    GeneratorWorker worker(scripted([&began](auto&, std::stop_token stop) -> VideoChunk {
        began = true;
        eventually([&] { return stop.stop_requested(); });
        throw Error("stopped");
    }));
    worker.start({});
    ASSERT_TRUE(eventually([&] { return began.load(); }));
    worker.request_stop();
    EXPECT_EQ(outcome_of(worker).error, "stopped");
}

}  // namespace chladni
