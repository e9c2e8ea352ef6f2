#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/base/check.h"
#include "engine/measure/agreement.h"
#include "tests/support/complaint.h"

namespace chladni {

namespace {

constexpr double kFrameRate = 24.0, kSoundRate_hz = 100.0;

/// A stretch of sound and picture, each a row of spikes of given heights.
struct Piece {
    double duration_s = 60.0;
    SeenAndHeard film;

    Piece(double length_s, const std::vector<double>& seen_s, const std::vector<double>& heard_s) : duration_s(length_s) {
        film.to_s = length_s;
        film.seen.push_back(spikes("flash", seen_s, kFrameRate));
        film.heard.push_back(spikes("onset", heard_s, kSoundRate_hz));
        film.beats_s = film.onsets_s = heard_s;
        film.events_s = seen_s;
    }
    TimedCurve spikes(const char* name, const std::vector<double>& moments_s, double rate_hz) const {
        TimedCurve curve{name, {}, {}};
        for (std::size_t i = 0; i < static_cast<std::size_t>(duration_s * rate_hz); ++i) {
            curve.times_s.push_back(static_cast<double>(i) / rate_hz);
            curve.values.push_back(0.0);
        }
        for (const double t : moments_s)
            if (const auto at = std::lround(t * rate_hz); at >= 0 && at < static_cast<long>(curve.size())) curve.values[static_cast<std::size_t>(at)] = 1.0;
        return curve;
    }
};

std::vector<double> uneven(double duration_s, unsigned seed) {
    std::mt19937 engine(seed);
    std::vector<double> moments_s;
    for (double t = 0.3; t < duration_s - 0.3; t += 0.3 + 0.7 * static_cast<double>(engine() % 1000) / 1000.0) moments_s.push_back(t);
    return moments_s;
}

std::vector<double> steady(double duration_s, double interval_s, double first_s) {
    std::vector<double> moments_s;
    for (double t = first_s; t < duration_s - 0.1; t += interval_s) moments_s.push_back(t);
    return moments_s;
}

}  // namespace

TEST(Agreement, OfAFilmThatFollowsItsSoundIsFarFromChance) {
    const auto moments_s = uneven(60.0, 1);
    const Agreement agreement = measure_agreement(Piece(60.0, moments_s, moments_s).film);
    EXPECT_GT(agreement.pairs.largest.standing.z, 6.0);
    EXPECT_DOUBLE_EQ(agreement.pairs.largest.standing.p, 1.0 / (1.0 + static_cast<double>(agreement.pairs.largest.by_chance.size())));
    EXPECT_NEAR(agreement.pairs.pairs[agreement.pairs.timed.value()].peak.lag_s, 0.0, 0.005);
    EXPECT_DOUBLE_EQ(agreement.beats.alignment.both, 1.0);
    EXPECT_GT(agreement.beats.standing.z, 4.0);
}

TEST(Agreement, DepthSaysHowMuchAndZHowSurely) {
    const auto moments_s = uneven(60.0, 1);
    const auto with_swing = [&](double swing) {
        Piece piece(60.0, moments_s, moments_s);
        for (double& value : piece.film.seen.front().values) value *= swing;
        return measure_agreement(piece.film).pairs;
    };
    const PairsAgreement weak = with_swing(0.1), strong = with_swing(0.3);
    EXPECT_NEAR(strong.pairs.front().depth, 3.0 * weak.pairs.front().depth, 1e-9);
    EXPECT_GT(weak.pairs.front().depth, 0.005);
    EXPECT_NEAR(strong.largest.standing.z, weak.largest.standing.z, 1e-6);
}

TEST(Agreement, WithTheSoundTurnedItIsNotFromChance) {
    const auto moments_s = uneven(60.0, 1);
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const Agreement agreement = measure_agreement(Piece(60.0, moments_s, moments_s).film, {1000, seed, true});
        EXPECT_GT(agreement.null.turned_s, 0.0);
        EXPECT_LT(std::abs(agreement.pairs.largest.standing.z), 3.0) << seed;
        EXPECT_GT(agreement.pairs.largest.standing.p, 0.02) << seed;
    }
}

// Of films that know nothing of their sound one in ten may come out below 0.1, and no more.
TEST(Agreement, OfUnrelatedFilmsIsSpreadAsChanceHasIt) {
    constexpr int kFilms = 150;
    double sum_z = 0.0, sum_p = 0.0, sum_other_p = 0.0;
    int below = 0;
    for (unsigned film = 0; film < kFilms; ++film) {
        const Piece piece(30.0, uneven(30.0, 2 * film + 100), uneven(30.0, 2 * film + 101));
        const Agreement agreement = measure_agreement(piece.film, {1000, film, false});
        const Standing& standing = agreement.pairs.largest.standing;
        sum_other_p += agreement.other_tempi.standing.p;
        sum_z += standing.z, sum_p += standing.p;
        below += standing.p < 0.1 ? 1 : 0;
    }
    EXPECT_NEAR(sum_z / kFilms, 0.0, 0.2);
    EXPECT_NEAR(sum_p / kFilms, 0.5, 0.06);
    EXPECT_NEAR(sum_other_p / kFilms, 0.5, 0.06);
    EXPECT_NEAR(below, kFilms / 10, 11);
}

// A metronome and a lamp of the same tempo: that their phases meet is worth something, and not much.
TEST(Agreement, OfSteadyBeatsIsNoMoreThanTheirPhaseIsWorth) {
    const Agreement in_phase = measure_agreement(Piece(60.0, steady(60.0, 0.5, 0.5), steady(60.0, 0.5, 0.47)).film);
    EXPECT_GT(in_phase.pairs.largest.standing.p, 0.05);
    EXPECT_LT(in_phase.pairs.largest.standing.z, 3.0);
    const Agreement off_phase = measure_agreement(Piece(60.0, steady(60.0, 0.5, 0.75), steady(60.0, 0.5, 0.5)).film);
    EXPECT_GT(off_phase.pairs.largest.standing.p, 0.5);
}

// What shifts cannot tell, other tempi do: that the lamp keeps the metronome's tempo.
TEST(Agreement, OfSteadyBeatsStandsOutAgainstOtherTempi) {
    const Agreement same = measure_agreement(Piece(60.0, steady(60.0, 0.5, 0.5), steady(60.0, 0.5, 0.47)).film);
    EXPECT_GT(same.other_tempi.standing.z, 6.0);
    EXPECT_LT(same.other_tempi.standing.p, 0.01);
    const Agreement other = measure_agreement(Piece(60.0, steady(60.0, 0.55, 0.5), steady(60.0, 0.5, 0.47)).film);
    EXPECT_GT(other.other_tempi.standing.p, 0.05);
}

TEST(Agreement, OfSilenceOrAStillPictureIsNothingAndNoNumberIsMissing) {
    for (const auto& [seen_s, heard_s] : {std::pair(uneven(30.0, 1), std::vector<double>{}), std::pair(std::vector<double>{}, uneven(30.0, 1))}) {
        const Agreement agreement = measure_agreement(Piece(30.0, seen_s, heard_s).film);
        EXPECT_EQ(agreement.pairs.largest.standing.z, 0.0);
        EXPECT_EQ(agreement.pairs.largest.standing.p, 1.0);
        EXPECT_FALSE(agreement.pairs.timed.has_value());
        EXPECT_EQ(agreement.beats.alignment.both, 0.0);
        for (const BeatModulation& modulation : agreement.modulations) EXPECT_EQ(modulation.standing.p, 1.0);
    }
}

TEST(Agreement, IsTheSameForTheSameSeed) {
    const Piece piece(30.0, uneven(30.0, 1), uneven(30.0, 2));
    EXPECT_EQ(measure_agreement(piece.film, {100, 5, false}).pairs.largest.standing.z, measure_agreement(piece.film, {100, 5, false}).pairs.largest.standing.z);
}

TEST(Agreement, OfLessThanTwoSecondsIsRefusedInASentence) {
    const Piece piece(1.5, {0.5}, {0.5});
    EXPECT_EQ(complaint([&] { measure_agreement(piece.film); }), "expected at least 2 s with both pictures and sound, got 1.5 s");
}

}  // namespace chladni
