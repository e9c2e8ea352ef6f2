#include "app/analysis_out.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/analysis_plot.h"
#include "app/svg.h"

namespace chladni {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// 120 BPM in four from 0.25 s on, the first bar starting with the second beat.
SongAnalysis song_of(double duration_s) {
    SongAnalysis song;
    song.sample_rate = 48000;
    song.duration_s = duration_s;
    song.tempo_bpm = 120;
    song.confidence = 0.9;
    for (int beat = 0; 0.25 + 0.5 * beat < duration_s; ++beat) {
        song.beats_s.push_back(0.25 + 0.5 * beat);
        if (beat % 4 == 1) song.downbeats_s.push_back(song.beats_s.back());
    }
    song.onsets_s = {0.1, 0.25};
    for (double t = 1; t <= duration_s; ++t) song.tempo_curve.push_back({t, 120, 0.9});
    FeatureFrame hop;
    hop.rms = 0.1f;
    hop.onset = 0.5f;
    song.hops.resize(static_cast<std::size_t>(duration_s * 100), hop);
    song.wave.resize(song.hops.size(), {-0.2f, 0.1f});
    return song;
}

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

}  // namespace

TEST(AnalysisOut, LabelsNumberTheBarsAndTheBeatsInThem) {
    const SongAnalysis song = song_of(3.0);
    EXPECT_EQ(labels_of(song, false),
              "0.250000\t0.250000\tbeat 0.1\n0.750000\t0.750000\tbar 1\n1.250000\t1.250000\tbeat 1.2\n"
              "1.750000\t1.750000\tbeat 1.3\n2.250000\t2.250000\tbeat 1.4\n2.750000\t2.750000\tbar 2\n");
    EXPECT_TRUE(labels_of(song, true).starts_with("0.100000\t0.100000\tonset\n0.250000\t0.250000\tbeat 0.1\n0.250000\t0.250000\tonset\n"));
}

TEST(AnalysisOut, CsvIsALinePerEventInOrder) {
    const std::string csv = csv_of(song_of(1.0));
    EXPECT_EQ(csv, "time_s,kind\n0.1000,onset\n0.2500,beat\n0.2500,onset\n0.7500,beat\n0.7500,downbeat\n");
}

TEST(AnalysisOut, NoFormEverSaysNotANumber) {
    SongAnalysis song = song_of(30.0);
    song.tempo_bpm = song.confidence = song.loudness_lufs = kNaN;
    song.tempo_curve[3] = {4.0, kNaN, kNaN};
    song.hops[100].rms = song.hops[101].onset = song.wave[102].low = std::numeric_limits<float>::quiet_NaN();
    song.wave[103].high = std::numeric_limits<float>::infinity();
    for (const std::string& text : {json_of(song).dump(), csv_of(song), labels_of(song, true), plot_of(song, "a"), words_of(song)})
        for (const char* word : {"nan", "NaN", "inf"}) EXPECT_EQ(text.find(word), std::string::npos) << word << ": " << text.substr(0, 600);
    EXPECT_TRUE(json_of(song)["tempo_bpm"].is_null());
}

TEST(AnalysisPlot, ShowsEveryBeatAndBarOfAShortSongInOneRow) {
    const std::string plot = plot_of(song_of(10.0), "one & two <three>");
    EXPECT_NE(plot.find(">one &amp; two &lt;three&gt;</text>"), std::string::npos);
    EXPECT_NE(plot.find("120.0 BPM"), std::string::npos);
    EXPECT_EQ(count_of(plot, "class=\"wave\""), 2u);  // the legend's and the row's
    for (const char* number : {">1</text>", ">2</text>", ">5</text>"}) EXPECT_NE(plot.find(number), std::string::npos) << number;
    const auto beats_at = plot.find("class=\"beat\" d=\"m", plot.find("class=\"lane\""));
    EXPECT_EQ(count_of(plot.substr(beats_at, plot.find("/>", beats_at) - beats_at), "m"), 15u);  // 20 beats, 5 of them first of a bar
}

TEST(AnalysisPlot, LongSongsWrapIntoRowsAndStaySmall) {
    EXPECT_EQ(count_of(plot_of(song_of(60.0), "a"), ">BPM</text>"), 3u);
    const std::string ten_minutes = plot_of(song_of(600.0), "a"), hour = plot_of(song_of(3600.0), "a");
    EXPECT_EQ(count_of(ten_minutes, ">BPM</text>"), 20u);
    EXPECT_EQ(count_of(hour, ">BPM</text>"), 30u);
    EXPECT_LT(ten_minutes.size(), 800'000u);
    EXPECT_LT(hour.size(), 1'500'000u);
    EXPECT_EQ(count_of(hour, "class=\"beat\""), 1u);  // the legend's: so many would be a wall
}

TEST(AnalysisPlot, ASongOfNothingIsAnEmptyRow) {
    const std::string plot = plot_of({}, "");
    EXPECT_TRUE(plot.ends_with("</svg>\n"));
    EXPECT_EQ(count_of(plot, ">BPM</text>"), 1u);
    EXPECT_NE(plot.find("no tempo"), std::string::npos);
}

TEST(Svg, TextHoldsOnlyWhatXmlAllows) {
    EXPECT_EQ(svg_text("a<b>&\"c\" \xc3\xbc \xe2\x98\x83"), "a&lt;b&gt;&amp;&quot;c&quot; \xc3\xbc \xe2\x98\x83");
    EXPECT_EQ(svg_text(std::string("\x01\x1f\xff\xc3", 4)), "????");
    EXPECT_EQ(svg_text("\xed\xa0\x80"), "???");       // half of a surrogate pair
    EXPECT_EQ(svg_text("\xc0\xaf\xe0\x80\x80"), "?????");  // overlong
    EXPECT_EQ(svg_text("\xf0\x9f\x8e\xb5"), "\xf0\x9f\x8e\xb5");
}

TEST(Svg, LengthsAreShortAndPathsDoNotDrift) {
    EXPECT_EQ(px(12.0), "12");
    EXPECT_EQ(px(-0.04), "0");
    EXPECT_EQ(px(-3.14), "-3.1");
    EXPECT_EQ(px(kNaN), "0");
    SvgPath path;
    path.move(1, 2);
    for (int i = 1; i <= 30; ++i) path.line(1 + 0.04 * i, 2 - 0.5 * i);
    EXPECT_TRUE(path.d().starts_with("m1 2 0-0.5 0.1-0.5 0-0.5")) << path.d();
    EXPECT_EQ(count_of(path.d(), "0.1-"), 12u) << path.d();  // 30 steps of .04 are 1.2
}

}  // namespace chladni
