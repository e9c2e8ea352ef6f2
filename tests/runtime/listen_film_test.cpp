#include <gtest/gtest.h>

#include <fstream>

#include "engine/base/check.h"
#include "engine/runtime/listen_film.h"
#include "tests/runtime/click_film.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

ListenReport listen(const std::filesystem::path& film, bool against_chance = false) {
    ListenRequest request;
    request.film = film;
    request.settings.against_chance = against_chance;
    return listen_to_film(request);
}

double lag_ms(const ListenReport& report) { return 1e3 * report.agreement.pairs[report.agreement.timed.value()].peak.lag_s; }

struct Offset {
    double frame_rate, offset_s;
    const char* ending = ".mp4";
};

struct ListenToOffset : testing::TestWithParam<Offset> {};

}  // namespace

TEST_P(ListenToOffset, FindsItWithinFiveMilliseconds) {
    const TempFolder folder;
    const auto path = folder.path() / (std::string("film") + GetParam().ending);
    ClickFilm film{GetParam().frame_rate, 30.0, uneven_frames(GetParam().frame_rate, 30.0, 3), {}};
    film.clicks_s = later(film.flashes_s, -GetParam().offset_s);
    write_click_film(path, film);
    const ListenReport report = listen(path);
    RecordProperty("lag_ms", std::to_string(lag_ms(report)));
    RecordProperty("z", std::to_string(report.agreement.overall.z));
    EXPECT_NEAR(lag_ms(report), 1e3 * GetParam().offset_s, 5.0);
    EXPECT_GT(report.agreement.overall.z, 6.0);
    EXPECT_LT(report.agreement.overall.p, 0.02);
    std::cout << "lag " << lag_ms(report) << " z " << report.agreement.overall.z << " p " << report.agreement.overall.p << " align "
              << report.agreement.onsets.alignment.both << " " << report.agreement.beats.alignment.both << "\n";
}

INSTANTIATE_TEST_SUITE_P(Offsets, ListenToOffset,
                         testing::Values(Offset{24, 0}, Offset{24, 0.04}, Offset{24, -0.12}, Offset{25, 0}, Offset{25, 0.04}, Offset{25, -0.12},
                                         Offset{30, 0}, Offset{30, 0.04}, Offset{30, -0.12}, Offset{24, 0.04, ".mkv"}));

}  // namespace chladni
