#pragma once

#include <cmath>
#include <string>

#include "engine/base/digits.h"
#include "engine/schedule/pace.h"

namespace chladni {

/// What is told where less is made than was asked: a chunk of `length_s` would take `took_s` with all `wanted_steps`, so `now` is made of it.
inline std::string pace_notice(double took_s, double length_s, int wanted_steps, const Effort& now) {
    const bool fewer = now.steps < wanted_steps, smaller = now.scale < 1.0;
    std::string words = "a chunk of " + with_digits(length_s, 1) + " s would take " + with_digits(took_s, 1) + " s on this machine: it is made";
    if (fewer) words += " in " + std::to_string(now.steps) + " of " + std::to_string(wanted_steps) + " steps";
    if (fewer && smaller) words += " and";
    if (smaller) words += " at " + std::to_string(std::lround(100 * now.scale)) + " % of the size";
    return words + " until there is time for more (Keep pace)";
}

}  // namespace chladni
