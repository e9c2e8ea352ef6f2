#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chladni {

/// The hops of onset strength (SuperFlux' measure) that are onsets: the largest around them and well above the mean
/// around them, at least 30 ms apart. (Peak picking of Böck and Widmer, DAFx 2013, with its offline windows.)
std::vector<std::size_t> onset_peaks(std::span<const float> flux);

}  // namespace chladni
