#pragma once

#include <cstddef>
#include <vector>

namespace chladni {

inline constexpr double kHopsPerSecond = 100.0;

/// The positions of a bar pointer within a beat: one row per tempo, of as many positions as a beat has hops; a beat begins
/// at position 0. Within a row it moves one position per hop, at the end of a row it may change the tempo.
/// (Krebs, Böck and Widmer, "An efficient state-space model for joint tempo and meter tracking", ISMIR 2015.)
class TempoSpace {
public:
    TempoSpace(double slowest_bpm = 55.0, double fastest_bpm = 215.0);

    std::size_t rows() const { return begin_.size() - 1; }
    std::size_t states() const { return begin_.back(); }
    std::size_t interval(std::size_t row) const { return shortest_ + row; }  ///< length of the beat, hops
    std::size_t begin(std::size_t row) const { return begin_[row]; }         ///< first state of the row
    std::size_t last(std::size_t row) const { return begin_[row + 1] - 1; }  ///< last state of the row
    /// How many positions at the start of the row count as the beat.
    std::size_t beat_width(std::size_t row) const { return (interval(row) + kBeatPart - 1) / kBeatPart; }
    /// How likely a beat of row `from` is followed by one of row `to`.
    double change(std::size_t from, std::size_t to) const { return change_[from * rows() + to]; }

    static constexpr std::size_t kBeatPart = 16;  ///< a sixteenth of the beat is where its sound is looked for

private:
    std::size_t shortest_;
    std::vector<std::size_t> begin_;  // [rows + 1]
    std::vector<double> change_;      // [rows, rows], from by to
};

}  // namespace chladni
