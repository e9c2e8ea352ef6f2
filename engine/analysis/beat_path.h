#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/analysis/tempo_space.h"
#include "engine/analysis/tempo_taste.h"

namespace chladni {

/// The likeliest beats of a whole piece, past and future known: Viterbi's algorithm over the same positions and tempi
/// as the live filter's. (Krebs, Böck and Widmer, ISMIR 2015; each beat is then set on the loudest hop of its beat
/// part.)
class BeatPath {
public:
    /// `activations` (0..1, open ends), one a hop. Returns the hops on which a beat falls, ascending.
    std::vector<std::size_t> beats(std::span<const float> activations);

private:
    void move(std::vector<unsigned char>& came_from);
    void observe(float activation);
    std::vector<std::size_t> trace_back(std::span<const float> activations) const;
    std::size_t loudest_of(std::span<const float> activations, std::size_t first, std::size_t row) const;

    TempoSpace space_;
    std::vector<float> score_;                           // [states], log
    std::vector<float> change_;                          // [rows, rows], log, to by from
    std::vector<float> taste_;                           // [rows], log, per hop
    std::vector<std::vector<unsigned char>> came_from_;  // [hops][rows]: the tempo before, of a beat that begins here
};

}  // namespace chladni
