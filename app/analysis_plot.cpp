#include "app/analysis_plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "app/plot_frame.h"
#include "app/plot_row.h"
#include "app/svg.h"
#include "app/words.h"

namespace chladni {

namespace {

constexpr double kSongWidth = 1240, kSongLeft = 58, kSongRight = 26, kHead = 92, kFoot = 14;
constexpr double kOneRow_s = 20;        // what is shorter is one row
constexpr double kLongestRow_s = 600;
constexpr double kBarNumberRoom_px = 26;   // of a bar's number
constexpr double kTimeRoom_px = 56;

// Colours and strokes, once for the whole drawing. Printed on paper it must hold too: light ground, no hair lines.
constexpr const char* kSongStyle = R"(<style>
text{font-family:"DejaVu Sans",Helvetica,Arial,sans-serif;fill:#2b3036}
.title{font-size:19px;font-weight:bold}.facts{font-size:12.5px;fill:#5b646e}.key{font-size:11px;fill:#5b646e}
.lane-name{font-size:9.5px;fill:#8a939d;text-anchor:end}.time{font-size:10px;fill:#5b646e;text-anchor:middle}
.bar{font-size:9.5px;font-weight:bold;fill:#c0433f;text-anchor:middle}
.lane{fill:#f5f6f8}.wave{fill:#a9bccd}.body{fill:#56789a}.hill{fill:#2c9a8c;fill-opacity:.28;stroke:#2c9a8c;stroke-width:1;stroke-linejoin:round}
.onset{stroke:#2c9a8c;stroke-width:1.2}.beat{stroke:#e39b20;stroke-width:1;stroke-opacity:.75}.downbeat{stroke:#c0433f;stroke-width:1.6}.thin{stroke:#c0433f;stroke-width:.6;stroke-opacity:.6}
.share{font-size:9.5px;fill:#a291c4}.sure{fill:#7b61a8;fill-opacity:.14}.tempo{fill:none;stroke:#6a4c9c;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
.dot{stroke:#6a4c9c;stroke-opacity:.45;stroke-width:2.6;stroke-linecap:round}.tick{stroke:#9aa3ad;stroke-width:1}
</style>
)";

struct RowLength {
    double row_s, up_to_s;  // of the song
};
constexpr std::array<RowLength, 5> kRowLengths = {{{20, 360}, {30, 900}, {60, 2400}, {120, 6000}, {300, 20000}}};

double row_length_s(double duration_s) {
    if (duration_s <= kOneRow_s) return std::max(1.0, std::ceil(duration_s));
    const auto fits = std::ranges::find_if(kRowLengths, [&](const RowLength& length) { return duration_s <= length.up_to_s; });
    return fits == kRowLengths.end() ? kLongestRow_s : fits->row_s;
}

int tick_length_s(double row_s, double width) {
    for (const int tick_s : {1, 2, 5, 10, 15, 30, 60, 120, 300, 600})
        if (width * tick_s / row_s >= kTimeRoom_px) return tick_s;
    return 1800;
}

double distance_px(const std::vector<double>& times_s, const PlotScale& scale) {
    if (times_s.size() < 2) return scale.width;
    return scale.width / scale.row_s * (times_s.back() - times_s.front()) / static_cast<double>(times_s.size() - 1);
}

// Every bar, every second, fourth, eighth ...: as many as there is room for.
int number_step(const SongAnalysis& song, const PlotScale& scale) {
    int step = 1;
    while (step * distance_px(song.downbeats_s, scale) < kBarNumberRoom_px && step < 4096) step *= 2;
    return step;
}

// Round numbers around all that is trusted, and never so close that a steady tempo looks like a mountain range.
void scale_tempo(const SongAnalysis& song, PlotScale& scale) {
    double low = 1e9, high = 0;
    for (const TempoPoint& point : song.tempo_curve) {
        if (!std::isfinite(point.bpm) || point.confidence < static_cast<double>(BeatGrid::kTrusted)) continue;
        low = std::min(low, point.bpm);
        high = std::max(high, point.bpm);
    }
    if (high <= 0) return;
    const double middle = 0.5 * (low + high), reach = std::max(0.5 * (high - low) * 1.15, 0.08 * middle);
    scale.low_bpm = std::max(0.0, std::floor((middle - reach) / 5.0) * 5.0);
    scale.high_bpm = std::ceil((middle + reach) / 5.0) * 5.0;
}

PlotScale scale_of(const SongAnalysis& song) {
    PlotScale scale;
    scale.left = kSongLeft;
    scale.width = kSongWidth - kSongLeft - kSongRight;
    scale.row_s = row_length_s(song.duration_s);
    scale.tick_s = tick_length_s(scale.row_s, scale.width);
    scale.bar_step = number_step(song, scale);
    scale.beats_apart_px = distance_px(song.beats_s, scale);
    scale.onsets_apart_px = distance_px(song.onsets_s, scale);
    scale.loudest = 0.01f;  // -40 dBFS: what is quieter than that looks quiet
    for (const SampleRange& range : song.wave)
        if (std::isfinite(range.low) && std::isfinite(range.high)) scale.loudest = std::max({scale.loudest, -range.low, range.high});
    scale_tempo(song, scale);
    return scale;
}

std::string loudness_words(double lufs) { return (lufs < 0 ? "−" : "") + with_digits(std::abs(lufs), 1); }

std::string length_words(double duration_s) {
    return duration_s < 59.95 ? with_digits(duration_s, 1) + " s" : clock_words(std::round(duration_s));
}

std::string facts_of(const SongAnalysis& song) {
    const bool tempo = finite(song.tempo_bpm, 0) > 0;
    const auto count = [](std::size_t n, const char* what) { return std::to_string(n) + " " + what + (n == 1 ? "" : "s"); };
    return (tempo ? with_digits(song.tempo_bpm, 1) + " BPM" : std::string("no tempo")) + "  ·  confidence " + with_digits(finite(song.confidence, 0), 2) +
           "  ·  " + length_words(song.duration_s) + "  ·  " + loudness_words(finite(song.loudness_lufs, -70)) + " LUFS  ·  " +
           px(song.sample_rate / 1000.0) + " kHz  ·  " + count(song.beats_s.size(), "beat") + ", " +
           count(song.downbeats_s.size(), "bar") + ", " + count(song.onsets_s.size(), "onset");
}

constexpr std::array<PlotKey, 9> kSongKeys = {{{"wave", "m0 5 4-4 4 2 4-3 4 4v2l-4 3-4-2-4 2-4-3z", "waveform"},
                                               {"body", "m0 4h16v3H0z", "effective level"},
                                               {"hill", "m0 10 5-9 4 6 3-3 4 6", "onset strength"},
                                               {"onset", "m5 3v5M10 3v5", "onset"},
                                               {"beat", "m8 0v11", "beat"},
                                               {"downbeat", "m8 0v11", "first of a bar"},
                                               {"tempo", "m0 7q8-6 16-2", "tempo as followed"},
                                               {"dot", "m3 5h0M8 4h0M13 6h0", "tempo between beats"},
                                               {"sure", "m0 1h16v9H0z", "confidence"}}};

}  // namespace

std::string plot_of(const SongAnalysis& song, const std::string& title) {
    const PlotScale scale = scale_of(song);
    const double rows = std::max(1.0, std::ceil(song.duration_s / scale.row_s - 1e-9));
    const double height = kHead + rows * PlotRow::height() + kFoot;
    std::ostringstream out;
    begin_plot(out, {kSongWidth, height, kSongLeft, kSongStyle, kSongKeys}, title, facts_of(song));
    for (int row = 0; row < static_cast<int>(rows); ++row)
        PlotRow(song, scale, row * scale.row_s, kHead + row * PlotRow::height()).draw(out);
    end_plot(out);
    return out.str();
}

}  // namespace chladni
