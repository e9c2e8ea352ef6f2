// A sound card whose crystal is off, for an hour: where the beat is shown against where it sounds in the room.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <vector>

#include "engine/analysis/analyzer.h"
#include "engine/audio/audio_clock.h"
#include "tests/runtime/clicks.h"

namespace chladni {
namespace {

constexpr int kRate = 48000, kPeriod = 256;
constexpr double kHour_s = 3600.0, kHeard_s = 24.0, kSettled_s = 12.0, kBeat_s = 60.0 / kClicksBpm;
constexpr std::int64_t kStart_ns = 5'000'000'000;

// Callbacks come 0 to 4 ms late, the same at every run.
std::int64_t late_ns(std::int64_t call) { return (call * 7919 + 13) % 101 * 40'000; }

// The room's clicks as a card of this crystal counts samples.
float click(Samples at, double crystal) {
    const double since_s = std::fmod(static_cast<double>(at.value) / kRate / crystal, kBeat_s);
    return static_cast<float>(0.8 * std::exp(-40.0 * since_s) * std::sin(2.0 * M_PI * 90.0 * since_s));
}

double off_ms(const BeatGrid& grid, Seconds stream, double room_s) {
    const double off = grid.beat_at(stream).value - room_s / kBeat_s;
    return 1e3 * kBeat_s * (off - std::round(off));
}

// By how much the shown beat is late in the last seconds of the hour, on average.
double late_ms(double crystal) {
    AudioClock clock(kRate);
    clock.update({Samples{0}, kStart_ns - 1}, kStart_ns - 1);
    Analyzer analyzer(kRate);
    std::vector<float> piece(kPeriod);
    BeatGrid grid;
    double sum_ms = 0.0;
    int counted = 0;
    const auto calls = static_cast<std::int64_t>(kHour_s * kRate / kPeriod), first = static_cast<std::int64_t>((kHour_s - kHeard_s) * kRate / kPeriod);
    analyzer.skip(Samples{first * kPeriod});
    for (std::int64_t call = 0; call < calls; ++call) {
        const Samples at{call * kPeriod};
        const std::int64_t due_ns = kStart_ns + std::llround(1e9 * static_cast<double>(at.value) / kRate / crystal);
        const std::int64_t now_ns = due_ns + late_ns(call);
        clock.update({at, now_ns}, now_ns);
        if (call < first) continue;
        for (int i = 0; i < kPeriod; ++i) piece[static_cast<std::size_t>(i)] = click(at + Samples{i}, crystal);
        analyzer.analyze(piece, [&](const HopResult& hop) { grid = hop.grid; });
        if (static_cast<double>(call - first) * kPeriod / kRate < kSettled_s) continue;
        EXPECT_TRUE(grid.trusted());
        sum_ms += off_ms(grid, clock.map().stream_time(now_ns), static_cast<double>(now_ns - kStart_ns) * 1e-9);
        ++counted;
    }
    return sum_ms / counted;
}

TEST(Drift, AfterAnHourOnACrystalThatIsOffTheBeatIsShownWhereItSounds) {
    // What the tracker and late callbacks make of a true crystal is no drift: it is the same for all.
    const double true_ms = late_ms(1.0);
    EXPECT_LT(std::abs(true_ms), 10.0);
    for (const double crystal : {1.0 - 200e-6, 1.0 + 200e-6}) {
        const double drift_ms = late_ms(crystal) - true_ms;
        EXPECT_LT(std::abs(drift_ms), 5.0) << crystal;
        std::cout << "[ measured ] crystal " << 1e6 * (crystal - 1.0) << " ppm off: the beat is " << drift_ms << " ms later than with a true one (" << true_ms << " ms)\n";
    }
}

}  // namespace
}  // namespace chladni
