// A program of its own: it counts every allocation of the process.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "engine/analysis/analyzer.h"
#include "tests/analysis/signals.h"

namespace {

std::atomic<long> allocations{0};

void* counted(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace chladni {

namespace {

long allocations_while_hearing(Analyzer& analyzer, const std::vector<float>& sound) {
    const long before = allocations;
    double beats = 0.0;
    analyzer.analyze(sound, [&](const HopResult& hop) { beats += hop.beat; });
    EXPECT_GT(beats, 0.0);
    return allocations - before;
}

}  // namespace

TEST(NoHeap, AHopAllocatesNothing) {
    const auto sound = click_track(120.0, 12.0);
    Analyzer analyzer(kRate_hz);
    EXPECT_EQ(allocations_while_hearing(analyzer, sound), 0);
}

TEST(NoHeap, NorDoesOneThatNetsHear) {
    const BeatNets nets{load_beat_net(std::filesystem::path(CHLADNI_SOURCE_DIR) / "models/beats/chladni.safetensors")};
    const auto sound = click_track(120.0, 12.0);
    Analyzer analyzer(kRate_hz, nets);
    EXPECT_EQ(allocations_while_hearing(analyzer, sound), 0);
}

TEST(NoHeap, NorDoesOneUnderAMidiClock) {
    Analyzer analyzer(kRate_hz);
    const auto sound = click_track(120.0, 6.0);
    allocations_while_hearing(analyzer, sound);
    const long before = allocations;
    analyzer.clock_start();
    for (int pulse = 0; pulse < 240; ++pulse) analyzer.clock_pulse(Seconds{6.0 + pulse / 48.0});
    EXPECT_EQ(allocations - before, 0);
}

TEST(NoHeap, TheCountIsNoStub) {
    const long before = allocations;
    const std::vector<float> some(100);
    EXPECT_EQ(allocations - before, 1);
    EXPECT_EQ(some[0], 0.0f);
}

}  // namespace chladni
