#include "engine/measure/largest_pair.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

// What a pair's peak is worth. The film's own is among those that make the mean and the deviation, so that all are treated
// alike and p stays exact.
class PairScale {
public:
    PairScale(double film, const std::vector<double>& by_chance) {
        const double n = static_cast<double>(by_chance.size()) + 1.0;
        double sum = film, square = 0.0;
        for (const double value : by_chance) sum += value;
        mean_ = sum / n;
        for (const double value : by_chance) square += (value - mean_) * (value - mean_);
        deviation_ = std::sqrt((square + (film - mean_) * (film - mean_)) / n);
    }
    double worth(double peak) const { return deviation_ > 1e-9 ? (peak - mean_) / deviation_ : 0.0; }

private:
    double mean_ = 0, deviation_ = 0;
};

}  // namespace

LargestPair largest_pair(const std::vector<double>& film, const std::vector<std::vector<double>>& by_chance) {
    LargestPair out;
    if (film.empty()) return out;
    out.by_chance.assign(by_chance.front().size(), -1e9);
    for (std::size_t pair = 0; pair < film.size(); ++pair) {
        const PairScale scale(film[pair], by_chance[pair]);
        for (std::size_t i = 0; i < out.by_chance.size(); ++i) out.by_chance[i] = std::max(out.by_chance[i], scale.worth(by_chance[pair][i]));
        const double worth = scale.worth(film[pair]);
        if (film[pair] <= 0.0 || (out.best && worth <= out.statistic)) continue;
        out.best = pair;
        out.statistic = worth;
    }
    if (out.best) out.standing = standing_of(out.statistic, out.by_chance);
    return out;
}

}  // namespace chladni
