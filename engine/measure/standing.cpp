#include "engine/measure/standing.h"

#include <cmath>

namespace chladni {

namespace {

constexpr double kSame = 1e-12;  // values closer together do not differ

}  // namespace

Standing standing_of(double value, std::span<const double> by_chance) {
    if (by_chance.size() < 2) return {};
    const auto count = static_cast<double>(by_chance.size());
    double mean = 0.0, square = 0.0;
    std::size_t as_large = 0;
    for (const double chance : by_chance) {
        mean += chance / count;
        as_large += chance >= value - kSame ? 1 : 0;
    }
    for (const double chance : by_chance) square += (chance - mean) * (chance - mean) / (count - 1.0);
    const double deviation = std::sqrt(square);
    return {deviation > kSame ? (value - mean) / deviation : 0.0, (1.0 + static_cast<double>(as_large)) / (1.0 + count)};
}

}  // namespace chladni
