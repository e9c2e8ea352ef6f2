#include "app/analysis_out.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "app/words.h"

namespace chladni {

namespace {

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

struct Label {
    double time_s;
    std::string words;
};

// "bar 12" on the one, then "beat 12.2", "beat 12.3" ...; what comes before the first bar is in bar 0.
std::vector<Label> beat_labels(const SongAnalysis& song) {
    std::vector<Label> labels;
    int bar = 0, beat = 0;
    for (const double t : song.beats_s) {
        const bool first = std::ranges::binary_search(song.downbeats_s, t);
        bar += first ? 1 : 0;
        beat = first ? 1 : beat + 1;
        labels.push_back({t, first ? "bar " + std::to_string(bar) : "beat " + std::to_string(bar) + "." + std::to_string(beat)});
    }
    return labels;
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

std::string labels_of(const SongAnalysis& song, bool onsets) {
    std::vector<Label> labels = beat_labels(song);
    if (onsets)
        for (const double t : song.onsets_s) labels.push_back({t, "onset"});
    std::ranges::stable_sort(labels, {}, &Label::time_s);
    std::string out;
    for (const Label& label : labels) {
        const std::string time = with_digits(label.time_s, 6);
        out += time + "\t" + time + "\t" + label.words + "\n";
    }
    return out;
}

std::string words_of(const SongAnalysis& song) {
    std::ostringstream out;
    out << with_digits(song.duration_s, 1) << " s, " << with_digits(finite(song.loudness_lufs, -70), 1) << " LUFS\n"
        << (finite(song.tempo_bpm, 0) > 0 ? with_digits(song.tempo_bpm, 1) + " BPM" : std::string("no tempo")) << ", confidence "
        << with_digits(finite(song.confidence, 0), 2) << "\n"
        << song.beats_s.size() << " beats, " << song.downbeats_s.size() << " downbeats, " << song.onsets_s.size() << " onsets\n";
    return out.str();
}

}  // namespace chladni
