#pragma once

#include <cstddef>
#include <vector>

namespace chladni {

/// How much of a piece is followed without a break, 0..1 each: the longest run of right beats, and all of them.
struct Continuity {
    double longest = 0, total = 0;
};

/// A beat is right where it and its interval are within 17.5 % of the annotated interval. (Hainsworth, 2004; Klapuri, 2006.)
/// Seconds, ascending.
Continuity continuity(const std::vector<double>& annotated_s, const std::vector<double>& heard_s);

/// The best of it over the metric levels.
Continuity best_continuity(const std::vector<double>& annotated_s, const std::vector<double>& heard_s);

/// The index of the time that is nearest, the earlier of two. `times_s`: ascending, at least one.
std::size_t nearest_beat(const std::vector<double>& times_s, double t);

/// The beats as annotated, between them, twice as fast, and half as fast from the first and from the second on.
std::vector<std::vector<double>> metric_levels(const std::vector<double>& annotated_s);

}  // namespace chladni
