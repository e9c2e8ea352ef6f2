#include "app/listen_plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "app/listen_lanes.h"
#include "app/listen_out.h"
#include "app/listen_panels.h"
#include "app/plot_frame.h"
#include "app/plot_row.h"
#include "app/svg.h"
#include "app/words.h"

namespace chladni {

namespace {

constexpr double kListenWidth = 1240, kListenLeft = 66, kListenRight = 26;
constexpr double kWholeTop = 118, kWholeLane = 40, kCloseLane = 66, kBetween = 40, kPanelHeight = 190;
constexpr double kClose_s = 10;

constexpr const char* kListenStyle = R"(<style>
text{font-family:"DejaVu Sans",Helvetica,Arial,sans-serif;fill:#2b3036}
.title{font-size:19px;font-weight:bold}.facts{font-size:12.5px;fill:#5b646e}.key{font-size:11px;fill:#5b646e}.key-end{font-size:11px;fill:#5b646e;text-anchor:end}
.panel{font-size:12px;font-weight:bold}.lane-name{font-size:10px;fill:#6b747e;text-anchor:end}.time{font-size:10px;fill:#5b646e;text-anchor:middle}
.lane{fill:#f5f6f8}.loud{fill:#c9d6e2}.onset{fill:#2c9a8c;fill-opacity:.55;stroke:#2c9a8c;stroke-width:.8;stroke-linejoin:round}
.light{fill:none;stroke:#8a939d;stroke-width:1.1;stroke-linejoin:round}.motion{fill:#7b61a8;fill-opacity:.35;stroke:#7b61a8;stroke-width:.8;stroke-linejoin:round}
.flash{fill:#e39b20;fill-opacity:.75}.beat{stroke:#c0433f;stroke-width:1;stroke-opacity:.55}.event{stroke:#4b3a78;stroke-width:1.8}.tick{stroke:#9aa3ad;stroke-width:1}
.searched{fill:#e8ebf0}.chance{fill:#a9bccd;fill-opacity:.45}.zero{stroke:#9aa3ad;stroke-width:.8}.curve{fill:none;stroke:#2c9a8c;stroke-width:1.8;stroke-linejoin:round}
.film{stroke:#c0433f;stroke-width:1.6}.film-name{font-size:11px;font-weight:bold;fill:#c0433f}.film-name-end{font-size:11px;font-weight:bold;fill:#c0433f;text-anchor:end}
.bin{fill:#a9bccd}.z{font-size:11px;text-anchor:middle}.z-light{font-size:11px;text-anchor:middle;fill:#fff;font-weight:bold}
</style>
)";

constexpr std::array<PlotKey, 7> kListenKeys = {{{"onset", "m0 10 5-9 4 6 3-3 4 6z", "onset"},
                                                 {"loud", "m0 10v-4l6-3 10 3v4z", "loudness"},
                                                 {"beat", "m8 0v11", "beat heard"},
                                                 {"motion", "m0 10 5-9 4 6 3-3 4 6z", "motion"},
                                                 {"flash", "m3 10 4-9 4 9z", "flash"},
                                                 {"light", "m0 7 5-3 5 2 6-4", "brightness"},
                                                 {"event", "m8 2v6", "the picture does something"}}};

std::string facts_of(const ListenReport& report) {
    const Agreement& agreement = report.agreement;
    const Standing& standing = agreement.pairs.largest.standing;
    std::string words = "z " + with_digits(standing.z, 1) + ", p " + p_words(standing.p) + "  ·  " + lag_words(agreement) + "  ·  " +
                        (agreement.beats.heard ? "beat alignment " + with_digits(agreement.beats.alignment.both, 2) : std::string("no beats heard")) + "  ·  " + clock_words(agreement.null.period_s) + " seen and heard  ·  " +
                        std::to_string(report.width) + "x" + std::to_string(report.height) + " at " + px(report.frame_rate) + " a second";
    if (agreement.null.turned_s > 0.0) words += "  ·  sound turned by " + with_digits(agreement.null.turned_s, 1) + " s";
    return words;
}

void draw_lanes(std::ostream& out, const ListenReport& report, double close_top) {
    const double from_s = report.film.from_s, to_s = report.film.to_s, length_s = to_s - from_s, width = kListenWidth - kListenLeft - kListenRight;
    draw_words(out, "panel", kListenLeft, kWholeTop - 10, "The whole");
    ListenLanes(report, {kListenLeft, kWholeTop, width, kWholeLane, from_s, to_s, false}).draw(out);
    const double start_s = length_s <= kClose_s ? from_s : std::floor(from_s + 0.5 * (length_s - kClose_s));
    draw_words(out, "panel", kListenLeft, close_top - 10, length_s <= kClose_s ? "The same, with its moments" : "Ten seconds of its middle");
    ListenLanes(report, {kListenLeft, close_top, width, kCloseLane, start_s, std::min(to_s, start_s + kClose_s), true}).draw(out);
}

}  // namespace

std::string plot_of(const ListenReport& report, const std::string& title) {
    const double close_top = kWholeTop + ListenLanes::height_of(kWholeLane) + kBetween;
    const double panels_top = close_top + ListenLanes::height_of(kCloseLane) + kBetween, height = panels_top + kPanelHeight + 30;
    std::ostringstream out;
    begin_plot(out, {kListenWidth, height, kListenLeft, kListenStyle, kListenKeys}, title, facts_of(report));
    draw_lanes(out, report, close_top);
    const double gap = 48, width = (kListenWidth - kListenLeft - kListenRight - 2 * gap) / 3;
    draw_lag_panel(out, report.agreement, {kListenLeft, panels_top, width, kPanelHeight});
    draw_null_panel(out, report.agreement, {kListenLeft + width + gap, panels_top, width, kPanelHeight});
    draw_pairs_panel(out, report.agreement, {kListenLeft + 2 * (width + gap), panels_top, width, kPanelHeight});
    end_plot(out);
    return out.str();
}

}  // namespace chladni
