#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/base/json.h"
#include "tests/app/program.h"
#include "tests/runtime/click_film.h"

namespace chladni {
namespace {

struct Listen : testing::Test {
    TempFolder folder;
    std::string film = folder.path() / "film.mp4";

    void write(bool flashes, bool clicks, double duration_s = 20.0, bool sound = true) const {
        const auto moments_s = uneven_frames(24.0, duration_s, 3);
        write_click_film(film, {24.0, duration_s, flashes ? moments_s : std::vector<double>{}, clicks ? later(moments_s, -0.04) : std::vector<double>{}, sound});
    }
};

// NaN and infinity would be null, where a number is due.
void expect_numbers(const Json& json, const std::string& where = "") {
    if (json.is_object())
        for (const auto& [key, value] : json.items())
            if (key != "lag_ms" && key != "best" && key != "tempo_bpm") expect_numbers(value, where + "/" + key);
    EXPECT_FALSE(json.is_null()) << where;
}

}  // namespace

TEST_F(Listen, PrintsOneStrictJsonObjectWithTheMembersOfTheContract) {
    write(true, true);
    const Said said = run_program({"listen", film, "--json"});
    ASSERT_EQ(said.code, 0) << said.err;
    const Json json = Json::parse(said.out);
    EXPECT_GT(json["z"].get<double>(), 6.0);
    EXPECT_LT(json["p"].get<double>(), 0.05);
    EXPECT_NEAR(json["lag_ms"].get<double>(), 40.0, 5.0);
    EXPECT_GT(json["depth"].get<double>(), 0.01);
    EXPECT_TRUE(json["beat_alignment"].is_number());
    EXPECT_GT(json["null"]["shifts"].get<int>(), 20);
    EXPECT_FALSE(json["null"].contains("values"));
    EXPECT_GT(json["per_feature"]["flash"]["onset"]["r"].get<double>(), 0.5);
    expect_numbers(json);
}

TEST_F(Listen, OfSilenceItIsStrictJsonToo) {
    write(true, false, 8.0);
    const Said said = run_program({"listen", film, "--json"});
    ASSERT_EQ(said.code, 0) << said.err;
    const Json json = Json::parse(said.out);
    EXPECT_EQ(json["z"].get<double>(), 0.0);
    EXPECT_EQ(json["p"].get<double>(), 1.0);
    EXPECT_TRUE(json["lag_ms"].is_null());
    EXPECT_TRUE(json["best"].is_null());
    expect_numbers(json);
}

TEST_F(Listen, NullTurnsTheSoundAndListsWhatTheShiftsGive) {
    write(true, true);
    const Said said = run_program({"listen", film, "--json", "--null"});
    ASSERT_EQ(said.code, 0) << said.err;
    const Json json = Json::parse(said.out);
    EXPECT_LT(std::abs(json["z"].get<double>()), 2.5);
    EXPECT_GT(json["null"]["turned_s"].get<double>(), 1.0);
    EXPECT_EQ(json["null"]["values"].size(), json["null"]["shifts"].get<std::size_t>());
}

TEST_F(Listen, SaysInWordsHowLateThePictureIs) {
    write(true, true);
    const Said said = run_program({"listen", film});
    ASSERT_EQ(said.code, 0) << said.err;
    EXPECT_NE(said.out.find("40 ms after the sound"), std::string::npos) << said.out;
}

TEST_F(Listen, DrawsAPictureOfAnyFilm) {
    for (const bool flashes : {true, false}) {
        write(flashes, true, 8.0);
        const std::string svg = folder.path() / "a.svg";
        const Said said = run_program({"listen", film, "--svg", svg});
        ASSERT_EQ(said.code, 0) << said.err;
        const std::string drawn = content_of(svg);
        EXPECT_EQ(drawn.rfind("<svg", 0), 0u);
        EXPECT_NE(drawn.find("</svg>"), std::string::npos);
        EXPECT_EQ(drawn.find("nan"), std::string::npos);
    }
}

TEST_F(Listen, WhatIsNoFilmWithSoundIsOneSentenceAndExitCodeOne) {
    write(true, false, 3.0, false);
    for (const std::string& file : {film, std::string("/nowhere.mp4")}) {
        const Said said = run_program({"listen", file, "--json"});
        EXPECT_EQ(said.code, 1) << file;
        EXPECT_NE(said.err.find("expected"), std::string::npos) << said.err;
        EXPECT_EQ(std::ranges::count(said.err, '\n'), 1) << said.err;
        EXPECT_TRUE(said.out.empty());
    }
    EXPECT_EQ(run_program({"listen", film, "--shifts", "0"}).code, 2);
    EXPECT_EQ(run_program({"listen"}).code, 2);
}

}  // namespace chladni
