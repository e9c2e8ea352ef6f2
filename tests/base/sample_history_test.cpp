#include "engine/base/sample_history.h"

#include <gtest/gtest.h>

#include <numeric>
#include <thread>
#include <vector>

namespace chladni {

namespace {

std::vector<float> count_up(float from, std::size_t n) {
    std::vector<float> samples(n);
    std::iota(samples.begin(), samples.end(), from);
    return samples;
}

}  // namespace

TEST(SampleHistory, GivesBackAnyPartOfWhatItKeeps) {
    SampleHistory history(100);
    history.append(count_up(0, 150));
    std::vector<float> out(10);
    EXPECT_TRUE(history.read(Samples{120}, out));
    EXPECT_EQ(out, count_up(120, 10));
    EXPECT_EQ(history.end().value, 150);
}

TEST(SampleHistory, WhatIsNotThereYetAndWhatIsGoneReadsAsSilence) {
    SampleHistory history(100);
    history.append(count_up(1, 150));  // sample i holds i + 1
    std::vector<float> out(4);
    EXPECT_TRUE(history.read(Samples{148}, out));
    EXPECT_EQ(out, (std::vector<float>{149, 150, 0, 0}));
    EXPECT_TRUE(history.read(Samples{48}, out));
    EXPECT_EQ(out, (std::vector<float>{0, 0, 51, 52}));
}

TEST(SampleHistory, AReaderIsToldWhereTheWriterOverranIt) {
    SampleHistory history(4096);
    std::atomic<bool> done{false};
    std::thread writer([&] {
        for (int i = 0; i < 4000; ++i) history.append(count_up(static_cast<float>(i) * 64.0f, 64));
        done = true;
    });
    int wrong = 0;
    std::vector<float> out(64);
    while (!done) {
        const Samples from{history.end().value - 4000};
        if (from.value < 0 || !history.read(from, out)) continue;
        // What the writer has passed may read as silence; all else is what was written.
        const std::int64_t oldest = history.end().value - 4096;
        const std::vector<float> written = count_up(static_cast<float>(from.value), 64);
        for (std::size_t i = 0; i < out.size(); ++i) {
            const bool gone = from.value + static_cast<std::int64_t>(i) < oldest;
            if (out[i] != written[i] && !(gone && out[i] == 0.0f)) ++wrong;
        }
    }
    writer.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace chladni
