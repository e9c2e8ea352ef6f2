#include "engine/audio/audio_clock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace chladni {

namespace {

constexpr std::int64_t kStart_ns = 5'000'000'000;  // the host's clock counts from its own beginning
constexpr double kSecond_ns = 1e9;

// A sound device: a callback every `period` samples, by its own crystal, late by what `late_ms` says for each.
struct Device {
    int rate = 48000;
    int period = 256;
    double crystal = 1.0;  // stream seconds per host second
    std::function<double(std::int64_t)> late_ms = [](std::int64_t) { return 0.0; };
    std::int64_t calls = 0;

    std::int64_t due_ns(std::int64_t call) const {
        return kStart_ns + std::llround(kSecond_ns * static_cast<double>(call * period) / rate / crystal);
    }
    ClockAnchor next() {
        const std::int64_t call = calls++;
        return {Samples{call * period}, due_ns(call) + std::llround(1e6 * late_ms(call))};
    }
    // Where it truly stands then.
    double position_s(std::int64_t host_ns) const { return static_cast<double>(host_ns - kStart_ns) * 1e-9 * crystal; }
};

// As it runs in a show: there is time before there is sound.
AudioClock clock_of(const Device& device) {
    AudioClock clock(device.rate);
    clock.update({Samples{0}, kStart_ns - 1}, kStart_ns - 1);
    return clock;
}

ClockAnchor follow(AudioClock& clock, Device& device, double seconds) {
    ClockAnchor anchor;
    for (const auto end = device.calls + std::llround(seconds * device.rate / device.period); device.calls < end;) {
        anchor = device.next();
        clock.update(anchor, anchor.host_ns);
    }
    return anchor;
}

double error_ms(const AudioClock& clock, const Device& device, std::int64_t host_ns) {
    return 1e3 * (clock.map().stream_time(host_ns).value - device.position_s(host_ns));
}

// 0 to 4 ms, the same at every run.
double jitter_ms(std::int64_t call) { return static_cast<double>((call * 7919 + 13) % 101) * 0.04; }

}  // namespace

TEST(AudioClock, AnchorsOnALineMakeThatLine) {
    for (const int rate : {44100, 48000, 96000}) {
        Device device{.rate = rate};
        AudioClock clock = clock_of(device);
        const ClockAnchor last = follow(clock, device, 10);
        EXPECT_TRUE(clock.map().running);
        EXPECT_NEAR(error_ms(clock, device, last.host_ns), 0.0, 1e-4);
        EXPECT_NEAR(error_ms(clock, device, last.host_ns + 20'000'000), 0.0, 1e-4);  // and on between two callbacks
        EXPECT_NEAR(clock.map().rate, 1.0, 1e-6);
    }
}

TEST(AudioClock, TheJitterOfCallbacksIsSmoothed) {
    Device device{.late_ms = jitter_ms};
    AudioClock clock = clock_of(device);
    follow(clock, device, 5);
    double least = 1e9, most = -1e9;
    for (int i = 0; i < 1000; ++i) {
        const ClockAnchor anchor = follow(clock, device, 1.0 * device.period / device.rate);
        least = std::min(least, error_ms(clock, device, anchor.host_ns));
        most = std::max(most, error_ms(clock, device, anchor.host_ns));
    }
    EXPECT_LT(most - least, 1.0);                  // of the 4 ms that the callbacks wander
    EXPECT_NEAR(0.5 * (least + most), -2.0, 0.5);  // about their mean
}

TEST(AudioClock, ACrystalThatIsOffIsFollowedWithoutAGrowingError) {
    for (const double crystal : {1.0 + 200e-6, 1.0 - 200e-6, 1.0 + 2e-3}) {
        Device device{.crystal = crystal};
        AudioClock clock = clock_of(device);
        follow(clock, device, 30);
        const ClockAnchor half = follow(clock, device, 1);
        const double half_ms = error_ms(clock, device, half.host_ns);
        const ClockAnchor last = follow(clock, device, 600);
        EXPECT_NEAR(half_ms, 0.0, 0.5);
        EXPECT_NEAR(error_ms(clock, device, last.host_ns), 0.0, 0.05);
        EXPECT_NEAR(clock.map().rate, crystal, 1e-5);
    }
}

// The grid lies on stream time: how wrong the clock is, is how wrong a beat is shown. Callbacks are late by 0 to 4 ms, the
// mean of which is a constant that the picture's offset takes off.
TEST(AudioClock, AnHourOfDriftKeepsBeatsWithinFiveMilliseconds) {
    for (const int period : {256, 1024, 4096})
        for (const double crystal : {1.0 + 200e-6, 1.0 - 200e-6}) {
            Device device{.period = period, .crystal = crystal, .late_ms = jitter_ms};
            AudioClock clock = clock_of(device);
            follow(clock, device, 30);
            double worst_ms = 0.0;
            for (int second = 30; second < 3600; ++second) {
                const ClockAnchor anchor = follow(clock, device, 1);
                worst_ms = std::max(worst_ms, std::abs(error_ms(clock, device, anchor.host_ns)));
            }
            EXPECT_LT(worst_ms, 5.0) << period << " samples, " << crystal;
        }
}

TEST(AudioClock, ItsRateStaysThatOfACrystalWhateverTheAnchorsSay) {
    Device device{.crystal = 1.2};
    AudioClock clock = clock_of(device);
    for (int i = 0; i < 2000; ++i) {
        follow(clock, device, 1.0 * device.period / device.rate);
        ASSERT_LE(std::abs(clock.map().rate - 1.0), 0.01 + 1e-12);
    }
}

TEST(AudioClock, TimeDoesNotGoBackUnderJitter) {
    Device device{.late_ms = jitter_ms};
    AudioClock clock = clock_of(device);
    ClockAnchor anchor = device.next();
    double before_s = -1.0;
    for (std::int64_t now_ns = kStart_ns; now_ns < kStart_ns + 10'000'000'000; now_ns += 1'000'000) {  // a look each ms
        while (anchor.host_ns <= now_ns) {
            clock.update(anchor, now_ns);
            anchor = device.next();
        }
        const double now_s = clock.map().stream_time(now_ns).value;
        ASSERT_GT(now_s, before_s);
        before_s = now_s;
    }
}

TEST(AudioClock, SamplesThatAnXrunLostAreForgottenSoftlyWhenFew) {
    Device device;
    AudioClock clock = clock_of(device);
    const ClockAnchor before = follow(clock, device, 2);
    const double before_s = clock.map().stream_time(before.host_ns).value;
    // Two callbacks were left out: 10.7 ms of the stream never came.
    const ClockAnchor late{before.position + Samples{device.period}, device.due_ns(device.calls + 2)};
    clock.update(late, late.host_ns);
    EXPECT_GT(clock.map().stream_time(late.host_ns).value, before_s);
    EXPECT_NEAR(error_ms(clock, device, late.host_ns), -0.05 * 2e3 * device.period / device.rate,
                0.02);  // a part of the step
    for (int i = 1; i < 2000; ++i) {
        const std::int64_t host_ns = device.due_ns(device.calls + 2 + i);
        clock.update({late.position + Samples{std::int64_t{device.period} * i}, host_ns}, host_ns);
    }
    const std::int64_t now_ns = device.due_ns(device.calls + 2001);
    EXPECT_NEAR(error_ms(clock, device, now_ns), -2e3 * device.period / device.rate, 0.1);  // all of it, in the end
}

TEST(AudioClock, AnotherPlaceIsGoneToAtOnce) {
    Device device;
    AudioClock clock = clock_of(device);
    const ClockAnchor before = follow(clock, device, 2);
    const ClockAnchor elsewhere{before.position + Samples{48000}, before.host_ns + 5'333'333};
    clock.update(elsewhere, elsewhere.host_ns);
    EXPECT_DOUBLE_EQ(clock.map().stream_time(elsewhere.host_ns).value,
                     static_cast<double>(elsewhere.position.value) / 48000);
    EXPECT_TRUE(clock.map().running);
}

TEST(AudioClock, WhereTheSoundStopsTimeGoesOnByTheHost) {
    Device device;
    AudioClock clock = clock_of(device);
    const ClockAnchor last = follow(clock, device, 2);
    clock.update(last, last.host_ns + 400'000'000);
    EXPECT_TRUE(clock.map().running);  // a late callback is not a silence
    for (std::int64_t passed_ns = 600'000'000; passed_ns < 20'000'000'000; passed_ns += 10'000'000) {
        clock.update(last, last.host_ns + passed_ns);
        ASSERT_FALSE(clock.map().running);
        ASSERT_NEAR(error_ms(clock, device, last.host_ns + passed_ns), 0.0, 0.01);
    }
}

TEST(AudioClock, WhereTheSoundReturnsItsCountIsTheTimeAgain) {
    Device device;
    AudioClock clock = clock_of(device);
    const ClockAnchor last = follow(clock, device, 2);
    clock.update(last, last.host_ns + 3'000'000'000);
    const ClockAnchor back{last.position + Samples{256}, last.host_ns + 4'000'000'000};
    clock.update(back, back.host_ns);
    EXPECT_TRUE(clock.map().running);
    EXPECT_DOUBLE_EQ(clock.map().stream_time(back.host_ns).value, static_cast<double>(back.position.value) / 48000);
}

TEST(AudioClock, AnInputThatNeverSpokeIsATimeThatDoesNotJump) {
    AudioClock clock(48000);
    clock.update({}, kStart_ns);
    const double start_s = clock.map().stream_time(kStart_ns).value;
    for (std::int64_t passed_ns = 0; passed_ns < 3'000'000'000; passed_ns += 2'000'000) {
        clock.update({}, kStart_ns + passed_ns);
        ASSERT_FALSE(clock.map().running);
        ASSERT_NEAR(clock.map().stream_time(kStart_ns + passed_ns).value - start_s,
                    static_cast<double>(passed_ns) * 1e-9, 1e-6);
    }
}

}  // namespace chladni
