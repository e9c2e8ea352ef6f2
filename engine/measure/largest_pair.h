#pragma once

#include <optional>
#include <vector>

#include "engine/measure/standing.h"

namespace chladni {

/// Many pairs of curves made one number: the largest of the pairs' peaks, each by how many deviations it is over the mean of its
/// own. That the largest was looked for is in the null too, as the same is looked for in each of the chance worlds.
struct LargestPair {
    double statistic = 0;
    std::vector<double> by_chance;    ///< the same in each chance world
    std::optional<std::size_t> best;  ///< the pair; none where no pair agrees at all
    Standing standing;
};

/// `film` [pairs], `by_chance` [pairs][worlds]: peaks as Correlogram::counted_at. (After Westfall and Young, "Resampling-based
/// multiple testing", 1993.) Pure.
LargestPair largest_pair(const std::vector<double>& film, const std::vector<std::vector<double>>& by_chance);

}  // namespace chladni
