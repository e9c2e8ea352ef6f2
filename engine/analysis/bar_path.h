#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chladni {

/// Which beats of a whole piece start a bar of four or three: the likeliest way to count (Viterbi's algorithm). `ratios`
/// [beats]: how much likelier each beat starts a bar than not. Gives indices of beats.
std::vector<std::size_t> bar_starts(std::span<const double> ratios);

}  // namespace chladni
