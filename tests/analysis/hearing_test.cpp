#include "engine/analysis/hearing.h"

#include <gtest/gtest.h>

#include "engine/analysis/hop_reader.h"
#include "tests/analysis/signals.h"

namespace chladni {

namespace {

std::vector<HopSound> hear(std::span<const float> sound) {
    Hearing hearing(kRate_hz);
    HopReader reader(kRate_hz, hearing.window_length());
    std::vector<HopSound> hops;
    while (!sound.empty()) {
        sound = sound.subspan(reader.take(sound));
        if (!reader.ready()) break;
        reader.finish();
        hops.push_back(hearing.hear(reader.window(), reader.hop(), reader.end()));
    }
    return hops;
}

float most(const std::vector<HopSound>& hops, float FeatureFrame::*feature) {
    float most = 0.0f;
    for (const HopSound& hop : hops) most = std::max(most, hop.features.*feature);
    return most;
}

std::vector<HopSound> hear_hit(double hz, double fall_s, double rise_s) {
    auto sound = silence(2.0);
    add_hit(sound, 1.0, hz, fall_s, rise_s);
    return hear(sound);
}

}  // namespace

TEST(Hearing, LevelsAreThoseOfTheSound) {
    const FeatureFrame frame = hear(sine(1000.0, 0.5011872, 2.0)).back().features;
    EXPECT_NEAR(20.0 * std::log10(frame.rms), -9.01, 0.02);
    EXPECT_NEAR(20.0 * std::log10(frame.peak), -6.0, 0.02);
    EXPECT_NEAR(frame.loudness_lufs, -6.0f, 0.1f);
    EXPECT_FLOAT_EQ(frame.level, 1.0f);
    EXPECT_EQ(frame.at.value, 96000);
}

TEST(Hearing, ASineMovesItsOwnBandOnly) {
    constexpr std::array kMiddles_hz = {50.0, 115.0, 225.0, 450.0, 900.0, 1800.0, 3800.0, 9500.0};
    for (std::size_t b = 0; b < kBands; ++b) {
        const auto bands = hear(sine(kMiddles_hz[b], 0.5, 1.0)).back().features.bands;
        EXPECT_NEAR(bands[b], 1.0f, 0.01f) << b;
        for (std::size_t other = 0; other < kBands; ++other) {
            // Below 160 Hz a band is two or three bins wide, so a neighbour hears some of it.
            const bool wide = std::min(b, other) < 2 && std::max(b, other) - std::min(b, other) < 2;
            EXPECT_LT(bands[other], b == other || wide ? 1.1f : 0.05f) << b << " " << other;
        }
    }
}

TEST(Hearing, LevelFallsWithTheSoundAgainstItsRecentPast) {
    const auto hops = hear(joined(sine(1000.0, 0.5, 1.0), sine(1000.0, 0.5 * std::pow(10.0, -0.6), 1.0)));  // -12 dB
    EXPECT_FLOAT_EQ(hops[99].features.level, 1.0f);
    EXPECT_NEAR(hops[199].features.level, 0.5f, 0.03f);  // of a range of 24 LU
}

TEST(Hearing, BrightnessAndFlatnessTellToneFromNoise) {
    const FeatureFrame tone = hear(sine(1000.0, 0.5, 1.0)).back().features;
    const FeatureFrame noise = hear(white_noise(0.5f, 1.0)).back().features;
    EXPECT_NEAR(tone.brightness, 0.5f, 0.01f);  // the middle between 100 Hz and 10 kHz
    EXPECT_LT(tone.flatness, 0.001f);
    EXPECT_GT(noise.brightness, 0.9f);
    EXPECT_GT(noise.flatness, 0.4f);
}

TEST(Hearing, AClickIsAnOnsetWhereItIs) {
    for (const double at_s : {1.0, 1.0025, 1.005, 1.0075}) {
        auto sound = silence(2.0);
        add_click(sound, at_s);
        const auto hops = hear(sound);
        const auto loudest = std::ranges::max_element(hops, {}, &HopSound::flux);
        EXPECT_NEAR(loudest->centre_s, at_s, 0.017) << at_s;
        EXPECT_FLOAT_EQ(loudest->features.onset, 1.0f);
        for (const HopSound& hop : hops) {
            const bool near = std::abs(hop.centre_s - at_s) < 0.025;
            ASSERT_TRUE(near || hop.flux < 0.1f) << hop.centre_s;
        }
    }
}

TEST(Hearing, KickSnareAndHatFollowTheirOwnRange) {
    const auto kick = hear_hit(55.0, 0.12, 0.02), snare = hear_hit(1200.0, 0.05, 0.005),
               hat = hear_hit(10000.0, 0.02, 0.005);
    EXPECT_FLOAT_EQ(most(kick, &FeatureFrame::kick), 1.0f);
    EXPECT_LT(most(kick, &FeatureFrame::snare), 0.2f);
    EXPECT_LT(most(kick, &FeatureFrame::hat), 0.05f);
    EXPECT_FLOAT_EQ(most(snare, &FeatureFrame::snare), 1.0f);
    EXPECT_LT(most(snare, &FeatureFrame::kick), 0.2f);
    EXPECT_LT(most(snare, &FeatureFrame::hat), 0.05f);
    EXPECT_FLOAT_EQ(most(hat, &FeatureFrame::hat), 1.0f);
    EXPECT_LT(most(hat, &FeatureFrame::kick), 0.05f);
    EXPECT_LT(most(hat, &FeatureFrame::snare), 0.05f);
}

TEST(Hearing, TheClickOfAKickIsNoSnareAndASnareOnAKickIs) {
    auto sound = silence(16.0);
    for (int beat = 0; beat < 30; ++beat) {
        add_hit(sound, 0.5 + 0.5 * beat, 55.0, 0.12);
        add_hit(sound, 0.5 + 0.5 * beat, 2500.0, 0.004);  // its click
        if (beat % 4 == 3) add_hit(sound, 0.5 + 0.5 * beat, 900.0, 0.06), add_hit(sound, 0.5 + 0.5 * beat, 1700.0, 0.06), add_hit(sound, 0.5 + 0.5 * beat, 3300.0, 0.06);
    }
    const auto hops = hear(sound);
    const auto most_near = [&](double at_s, float FeatureFrame::*feature) {
        float most = 0.0f;
        for (const HopSound& hop : hops)
            if (std::abs(hop.centre_s - at_s) < 0.05) most = std::max(most, hop.features.*feature);
        return most;
    };
    for (int beat = 16; beat < 30; ++beat) {
        const bool snare = beat % 4 == 3;
        EXPECT_GT(most_near(0.5 + 0.5 * beat, &FeatureFrame::kick), 0.5f) << beat;
        if (snare) EXPECT_GT(most_near(0.5 + 0.5 * beat, &FeatureFrame::snare), 0.6f) << beat;
        else EXPECT_LT(most_near(0.5 + 0.5 * beat, &FeatureFrame::snare), 0.3f) << beat;
    }
}

TEST(Hearing, ChromaNamesTheNote) {
    constexpr std::array kNotes_hz = {261.63, 277.18, 293.66, 311.13, 329.63, 349.23, 369.99, 392.0, 415.3, 440.0, 466.16, 493.88};
    for (std::size_t note = 0; note < 12; ++note) {
        const auto chroma = hear(sine(kNotes_hz[note], 0.5, 1.0)).back().features.chroma;
        EXPECT_FLOAT_EQ(chroma[note], 1.0f) << note;
        EXPECT_LT(chroma[(note + 6) % 12], 0.3f) << note;
    }
    for (const float c : hear(silence(1.0)).back().features.chroma) EXPECT_EQ(c, 0.0f);
}

TEST(Hearing, ClippedSoundIsSaidToBe) {
    auto sound = sine(200.0, 1.4, 1.0);
    EXPECT_FALSE(hear(sine(200.0, 0.99, 1.0)).back().features.clipped);
    for (float& s : sound) s = std::clamp(s, -1.0f, 1.0f);
    EXPECT_TRUE(hear(sound).back().features.clipped);
    auto spike = silence(1.0);
    spike[47900] = 1.0f;  // a single sample at full scale is a peak
    EXPECT_FALSE(hear(spike).back().features.clipped);
}

TEST(Hearing, ShortTermLoudnessIsThatOfThreeSeconds) {
    const auto hops = hear(joined(sine(1000.0, 0.5011872, 4.0), silence(1.5)));
    EXPECT_NEAR(hops[399].features.short_term_lufs, -6.0f, 0.1f);
    EXPECT_NEAR(hops[549].features.short_term_lufs, -9.0f, 0.4f);  // half of it is silence by now
    EXPECT_LT(hops[549].features.loudness_lufs, -60.0f);
}

TEST(Hearing, HalfASecondWithoutSoundIsSilenceWithNothingInIt) {
    const auto hops = hear(joined(sine(440.0, 0.5, 1.0), silence(1.0)));
    EXPECT_FALSE(hops[148].silent);
    EXPECT_TRUE(hops[149].silent);
    const FeatureFrame& last = hops.back().features;
    for (const float value : {last.rms, last.peak, last.onset, last.brightness, last.flatness}) EXPECT_LT(value, 1e-3f);
    EXPECT_EQ(last.loudness_lufs, -70.0f);
    for (const float band : last.bands) EXPECT_LT(band, 0.01f);
    for (const HopSound& hop : hear(silence(2.0))) ASSERT_EQ(hop.flux, 0.0f);
}

TEST(Hearing, HarmonyTellsChordsApartAndTheBassFromTheMiddle) {
    const auto harmony_of = [](double hz) { return hear(sine(hz, 0.5, 1.0)).back().harmony; };
    const auto likeness = [](const Harmony& a, const Harmony& b) {
        float ab = 0, aa = 0, bb = 0;
        for (std::size_t i = 0; i < a.size(); ++i) ab += a[i] * b[i], aa += a[i] * a[i], bb += b[i] * b[i];
        return ab / std::sqrt(aa * bb);
    };
    const auto strongest = [](const Harmony& h) { return std::ranges::max_element(h) - h.begin(); };
    EXPECT_LT(strongest(harmony_of(110.0)), 12);
    EXPECT_GE(strongest(harmony_of(440.0)), 12);
    EXPECT_GT(likeness(harmony_of(440.0), harmony_of(440.5)), 0.99f);
    EXPECT_GT(likeness(harmony_of(440.0), harmony_of(880.0)), 0.8f);   // an octave
    EXPECT_LT(likeness(harmony_of(440.0), harmony_of(622.25)), 0.5f);  // a tritone
}

}  // namespace chladni
