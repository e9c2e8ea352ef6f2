#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/measure/attack_curve.h"

namespace chladni {

namespace {

std::vector<float> tone(double frequency_hz, double begin_s, double duration_s, double rate_hz) {
    std::vector<float> sound(static_cast<std::size_t>(duration_s * rate_hz), 0.0f);
    for (std::size_t i = 0; i < sound.size(); ++i)
        if (const double t = static_cast<double>(i) / rate_hz; t >= begin_s)
            sound[i] = 0.5f * static_cast<float>(std::sin(2.0 * M_PI * frequency_hz * (t - begin_s)));
    return sound;
}

TimedCurve attacks_of(const std::vector<float>& sound, double rate_hz) {
    AttackCurve attack(rate_hz);
    attack.take(sound);
    return attack.finish();
}

// Where the middle of all rises is.
double middle_of(const TimedCurve& curve) {
    double sum = 0.0, moment = 0.0;
    for (std::size_t i = 0; i < curve.size(); ++i) sum += curve.values[i], moment += curve.values[i] * curve.times_s[i];
    return moment / sum;
}

}  // namespace

TEST(AttackCurve, ToldToAFewMillisecondsAtAnyRateAndPitch) {
    for (const double rate_hz : {11025.0, 44100.0, 48000.0, 96000.0})
        for (const double frequency_hz : {700.0, 3000.0})
            EXPECT_NEAR(middle_of(attacks_of(tone(frequency_hz, 0.7131, 2.0, rate_hz), rate_hz)), 0.7131, 0.003) << rate_hz << " " << frequency_hz;
    EXPECT_NEAR(middle_of(attacks_of(tone(80.0, 0.7131, 2.0, 48000.0), 48000.0)), 0.7131, 0.006);  // a quarter of its wave is 3 ms
}

TEST(AttackCurve, ALowToneThatGoesOnDoesNotBeginAgain) {
    const TimedCurve curve = attacks_of(tone(45.0, 0.5, 4.0, 48000.0), 48000.0);
    double late = 0.0, all = 0.0;
    for (std::size_t i = 0; i < curve.size(); ++i) all += curve.values[i], late += curve.times_s[i] > 0.6 ? curve.values[i] : 0.0;
    EXPECT_LT(late, 0.01 * all);
}

TEST(AttackCurve, IsTheSameForAnySizeOfThePieces) {
    const std::vector<float> sound = tone(440.0, 0.3, 1.0, 44100.0);
    AttackCurve pieces(44100.0);
    for (std::size_t at = 0; at < sound.size(); at += 333) pieces.take(std::span(sound).subspan(at, std::min<std::size_t>(333, sound.size() - at)));
    EXPECT_EQ(pieces.finish().values, attacks_of(sound, 44100.0).values);
}

TEST(AttackCurve, SilenceAndWhatIsNoNumberHaveNone) {
    std::vector<float> sound(48000, 0.0f);
    for (const double value : attacks_of(sound, 48000.0).values) EXPECT_EQ(value, 0.0);
    sound[5000] = std::numeric_limits<float>::quiet_NaN();
    sound[6000] = std::numeric_limits<float>::infinity();
    for (const double value : attacks_of(sound, 48000.0).values) EXPECT_EQ(value, 0.0);
    EXPECT_EQ(attacks_of({}, 48000.0).size(), 0u);
}

}  // namespace chladni
