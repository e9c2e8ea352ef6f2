#include "app/analysis_out.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "app/words.h"

namespace chladni {

namespace {

// JSON knows no NaN and no infinity.
double finite(double value, double otherwise) { return std::isfinite(value) ? value : otherwise; }

struct Event {
    double time_s;
    const char* kind;
};

std::vector<Event> events_of(const SongAnalysis& song) {
    std::vector<Event> events;
    for (const double t : song.beats_s) events.push_back({t, "beat"});
    for (const double t : song.downbeats_s) events.push_back({t, "downbeat"});
    for (const double t : song.onsets_s) events.push_back({t, "onset"});
    std::ranges::stable_sort(events, {}, &Event::time_s);
    return events;
}

constexpr double kPlotWidth = 1200, kPlotHeight = 240;

void plot_lines(std::ostream& out, const std::vector<double>& times_s, double duration_s, double top, double bottom, const char* colour) {
    out << "<path stroke=\"" << colour << "\" fill=\"none\" d=\"";
    for (const double t : times_s) out << "M" << with_digits(kPlotWidth * t / duration_s, 2) << " " << top << "V" << bottom;
    out << "\"/>\n";
}

void plot_level(std::ostream& out, const SongAnalysis& song) {
    out << "<polyline stroke=\"#3a6ea5\" fill=\"none\" points=\"";
    const std::size_t stride = std::max<std::size_t>(1, song.hops.size() / 2400);
    for (std::size_t i = 0; i < song.hops.size(); i += stride)
        out << with_digits(kPlotWidth * static_cast<double>(i) / static_cast<double>(song.hops.size()), 1) << ","
            << with_digits(kPlotHeight * (1.0 - std::clamp(finite(song.hops[i].rms, 0.0) * 2.0, 0.0, 1.0)), 1) << " ";
    out << "\"/>\n";
}

}  // namespace

OrderedJson json_of(const SongAnalysis& song) {
    OrderedJson curve = OrderedJson::array();
    for (const TempoPoint& point : song.tempo_curve)
        curve.push_back(OrderedJson{{"time", point.time_s}, {"bpm", finite(point.bpm, 0)}, {"confidence", finite(point.confidence, 0)}});
    OrderedJson out;
    out["duration_s"] = song.duration_s;
    out["sample_rate"] = song.sample_rate;
    out["tempo_bpm"] = song.tempo_bpm > 0 && std::isfinite(song.tempo_bpm) ? OrderedJson(song.tempo_bpm) : OrderedJson(nullptr);
    out["confidence"] = std::clamp(finite(song.confidence, 0), 0.0, 1.0);
    out["loudness_lufs"] = finite(song.loudness_lufs, -70);
    out["beats"] = song.beats_s;
    out["downbeats"] = song.downbeats_s;
    out["onsets"] = song.onsets_s;
    out["tempo_curve"] = curve;
    return out;
}

std::string csv_of(const SongAnalysis& song) {
    std::string out = "time_s,kind\n";
    for (const Event& event : events_of(song)) out += with_digits(event.time_s, 4) + "," + event.kind + "\n";
    return out;
}

std::string labels_of(const SongAnalysis& song) {
    std::string out;
    for (const Event& event : events_of(song)) {
        const std::string time = with_digits(event.time_s, 6);
        out += time + "\t" + time + "\t" + event.kind + "\n";
    }
    return out;
}

std::string plot_of(const SongAnalysis& song) {
    std::ostringstream out;
    const double duration_s = std::max(song.duration_s, 1e-3);
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " << kPlotWidth << " " << kPlotHeight << "\">\n"
        << "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
    plot_lines(out, song.onsets_s, duration_s, kPlotHeight - 16, kPlotHeight, "#888888");
    plot_lines(out, song.beats_s, duration_s, 16, kPlotHeight - 20, "#e0a030");
    plot_lines(out, song.downbeats_s, duration_s, 0, kPlotHeight - 20, "#c03030");
    plot_level(out, song);
    out << "</svg>\n";
    return out.str();
}

std::string words_of(const SongAnalysis& song) {
    std::ostringstream out;
    out << with_digits(song.duration_s, 1) << " s, " << with_digits(song.loudness_lufs, 1) << " LUFS\n"
        << (song.tempo_bpm > 0 ? with_digits(song.tempo_bpm, 1) + " BPM" : std::string("no tempo")) << ", confidence "
        << with_digits(song.confidence, 2) << "\n"
        << song.beats_s.size() << " beats, " << song.downbeats_s.size() << " downbeats, " << song.onsets_s.size() << " onsets\n";
    return out.str();
}

}  // namespace chladni
