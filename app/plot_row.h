#pragma once

#include <ostream>

#include "engine/analysis/song_analysis.h"

namespace chladni {

/// What all rows of a plot share: how seconds, samples and beats a minute become pixels.
struct PlotScale {
    double left = 0, width = 0;          ///< px, of the lanes
    double row_s = 20;                   ///< what a row holds
    float loudest = 1;                   ///< the sample that fills the lane of the waveform
    double low_bpm = 60, high_bpm = 180; ///< the ends of the lane of the tempo
    int bar_step = 1;                    ///< every so many bars the number is written
    double beats_apart_px = 20, onsets_apart_px = 20;
    int tick_s = 5;                      ///< every so many seconds the time is written
};

/// One line of the plot, as one reads music: a stretch of the song as waveform, onset strength, tempo with confidence, its
/// beats and bars across all of them, and the time below. Pure.
class PlotRow {
public:
    PlotRow(const SongAnalysis& song, const PlotScale& scale, double start_s, double top);
    void draw(std::ostream& out) const;
    static double height();

private:
    double x(double time_s) const { return scale_.left + scale_.width * (time_s - start_s_) / scale_.row_s; }
    double y_of_bpm(double bpm) const;
    bool holds(double time_s) const { return time_s >= start_s_ && time_s < end_s_; }
    std::size_t first_hop() const;
    std::size_t last_hop() const;
    void draw_ground(std::ostream& out) const;
    void draw_wave(std::ostream& out) const;
    void draw_onsets(std::ostream& out) const;
    void draw_beats(std::ostream& out) const;
    void draw_bars(std::ostream& out) const;
    void draw_confidence(std::ostream& out) const;
    void draw_tempo(std::ostream& out) const;
    void draw_beat_tempi(std::ostream& out) const;
    void draw_time(std::ostream& out) const;

    const SongAnalysis& song_;
    const PlotScale& scale_;
    double start_s_, end_s_;  // of what there is of the song in this row
    double top_;
};

/// "1:05", with tenths only where they are not 0.
std::string clock_words(double time_s);

}  // namespace chladni
