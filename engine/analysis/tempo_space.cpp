#include "engine/analysis/tempo_space.h"

#include <cmath>

namespace chladni {

namespace {

constexpr double kSteadiness = 100.0;  // lambda of the tempo changes
constexpr double kImpossible = 1e-16;

std::size_t hops_per_beat(double bpm) { return static_cast<std::size_t>(std::lround(60.0 * kHopsPerSecond / bpm)); }

}  // namespace

TempoSpace::TempoSpace(double slowest_bpm, double fastest_bpm) : shortest_(hops_per_beat(fastest_bpm)), begin_{0} {
    for (std::size_t hops = shortest_; hops <= hops_per_beat(slowest_bpm); ++hops) begin_.push_back(begin_.back() + hops);
    change_.resize(rows() * rows());
    for (std::size_t from = 0; from < rows(); ++from) {
        double sum = 0.0;
        for (std::size_t to = 0; to < rows(); ++to) {
            const double ratio = static_cast<double>(interval(to)) / static_cast<double>(interval(from));
            const double p = std::exp(-kSteadiness * std::abs(ratio - 1.0));
            sum += change_[from * rows() + to] = p < kImpossible ? 0.0 : p;
        }
        for (std::size_t to = 0; to < rows(); ++to) change_[from * rows() + to] /= sum;
    }
}

}  // namespace chladni
