#include "engine/analysis/beat_metrics.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "engine/base/json.h"

namespace chladni {

namespace {

namespace fs = std::filesystem;

/// The fixtures lie beside the tree, not in it: they are not ours to ship.
fs::path fixtures() { return fs::path(CHLADNI_SOURCE_DIR) / "../shared/data/mir_eval_fixtures"; }

std::vector<double> numbers_of(const fs::path& path) {
    std::ifstream in(path);
    std::vector<double> numbers;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream words(line);
        for (double number = 0; words >> number;) numbers.push_back(number);
    }
    return numbers;
}

Json expected(const fs::path& path) {
    std::ifstream in(path);
    return parse_shallow(std::string(std::istreambuf_iterator<char>(in), {}));
}

std::string numbered(const char* stem, int i, const char* ending) { return stem + std::string(i < 10 ? "0" : "") + std::to_string(i) + ending; }

void expect_near(const Json& expected, const char* name, double value, const std::string& where) {
    EXPECT_NEAR(value, expected.at(name).get<double>(), 1e-9) << name << " of " << where;
}

}  // namespace

TEST(BeatMetrics, AreThoseOfMirEvalForBeats) {
    if (!fs::exists(fixtures())) GTEST_SKIP() << "expected mir_eval's fixtures in ../shared/data, found none";
    for (int i = 0; i < 10; ++i) {
        const auto annotated = numbers_of(fixtures() / "beat" / numbered("ref", i, ".txt")), heard = numbers_of(fixtures() / "beat" / numbered("est", i, ".txt"));
        const Json want = expected(fixtures() / "beat" / numbered("output", i, ".json"));
        ASSERT_GT(annotated.size(), 50u);
        const BeatScores s = score_beats(annotated, heard);
        const std::string where = numbered("pair ", i, "");
        expect_near(want, "F-measure", s.f_measure, where);
        expect_near(want, "Cemgil", s.cemgil, where);
        expect_near(want, "Cemgil Best Metric Level", s.cemgil_best, where);
        expect_near(want, "Goto", s.goto_score, where);
        expect_near(want, "P-score", s.p_score, where);
        expect_near(want, "Correct Metric Level Continuous", s.cml_c, where);
        expect_near(want, "Correct Metric Level Total", s.cml_t, where);
        expect_near(want, "Any Metric Level Continuous", s.aml_c, where);
        expect_near(want, "Any Metric Level Total", s.aml_t, where);
        expect_near(want, "Information gain", s.information_gain, where);
    }
}

TEST(BeatMetrics, AreThoseOfMirEvalForOnsets) {
    if (!fs::exists(fixtures())) GTEST_SKIP() << "expected mir_eval's fixtures in ../shared/data, found none";
    for (int i = 0; i < 10; ++i) {
        const auto annotated = numbers_of(fixtures() / "onset" / numbered("ref", i, ".txt")), heard = numbers_of(fixtures() / "onset" / numbered("est", i, ".txt"));
        const Json want = expected(fixtures() / "onset" / numbered("output", i, ".json"));
        const EventScores s = score_events(annotated, heard, 0.05);
        expect_near(want, "Precision", s.precision, numbered("pair ", i, ""));
        expect_near(want, "Recall", s.recall, numbered("pair ", i, ""));
        expect_near(want, "F-measure", s.f_measure, numbered("pair ", i, ""));
    }
}

TEST(BeatMetrics, AreThoseOfMirEvalForTempi) {
    if (!fs::exists(fixtures())) GTEST_SKIP() << "expected mir_eval's fixtures in ../shared/data, found none";
    for (int i = 0; i < 4; ++i) {
        const auto annotated = numbers_of(fixtures() / "tempo" / numbered("ref", i, ".lab")), heard = numbers_of(fixtures() / "tempo" / numbered("est", i, ".lab"));
        const Json want = expected(fixtures() / "tempo" / numbered("output", i, ".json"));
        ASSERT_EQ(annotated.size(), 3u);
        const TempoScores s = score_tempo({annotated[0], annotated[1], annotated[2]}, std::array{heard[0], heard[1]});
        expect_near(want, "P-score", s.p_score, numbered("pair ", i, ""));
        EXPECT_EQ(s.one_correct, want.at("One-correct").get<bool>());
        EXPECT_EQ(s.both_correct, want.at("Both-correct").get<bool>());
    }
}

TEST(BeatMetrics, DoubleTheTempoIsRightAtAnotherLevelOnly) {
    std::vector<double> annotated, twice;
    for (int i = 0; i < 60; ++i) annotated.push_back(5.0 + 0.5 * i), twice.push_back(5.0 + 0.5 * i), twice.push_back(5.25 + 0.5 * i);
    const BeatScores s = score_beats(annotated, twice);
    EXPECT_LT(s.cml_t, 0.05);
    EXPECT_GT(s.aml_t, 0.98);
    EXPECT_NEAR(s.f_measure, 2.0 / 3.0, 1e-9);
}

TEST(BeatMetrics, NothingHeardIsNothingScored) {
    const std::vector<double> annotated = {6.0, 7.0, 8.0};
    EXPECT_EQ(score_beats(annotated, {}).f_measure, 0.0);
    EXPECT_EQ(score_beats({}, annotated).cemgil, 0.0);
    EXPECT_EQ(score_beats(annotated, std::vector{6.5}).information_gain, 0.0);
    EXPECT_EQ(score_events({}, annotated, 0.05).f_measure, 0.0);
}

TEST(BeatMetrics, ErrorsHaveTheirSign) {
    const std::vector<double> annotated = {6.0, 7.0, 8.0}, late = {6.01, 7.02, 8.03, 9.5};
    const BeatErrors e = beat_errors(annotated, late);
    EXPECT_EQ(e.matched, 3u);
    EXPECT_NEAR(e.mean_s, 0.02, 1e-12);
    EXPECT_NEAR(e.median_abs_s, 0.02, 1e-12);
    EXPECT_NEAR(e.p95_abs_s, 0.03, 1e-12);
}

}  // namespace chladni
