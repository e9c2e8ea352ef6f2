#pragma once

#include <cstddef>
#include <vector>

namespace chladni {

/// Where pictures and sound agree most, within the lags that are searched.
struct LagPeak {
    double lag_s = 0;     ///< positive: the picture is later than the sound
    double r = 0;         ///< correlation there
    double counted = 0;   ///< the largest correlation times the weight of its lag: what is compared
};

/// The correlation of pictures and sound at every lag, on a circle. Pure; any thread.
class Correlogram {
public:
    static constexpr double kReach_s = 0.3;   ///< lags that are searched
    static constexpr double kWeight_s = 0.15; ///< deviation of the Gaussian by which a lag counts less the farther it is from 0

    /// `r` [points of the circle] by lag; nothing where one of the two stands still.
    Correlogram(std::vector<double> r, double step_s) : r_(std::move(r)), step_s_(step_s) {}

    bool empty() const { return r_.empty(); }
    double at(double lag_s) const;
    /// As if the sound were turned by `shift_s`: only what is compared, quickly.
    double counted_at(double shift_s) const;
    /// The same with the lag, to a part of a step.
    LagPeak peak_at(double shift_s) const;

private:
    std::ptrdiff_t reach() const { return static_cast<std::ptrdiff_t>(kReach_s / step_s_); }
    std::ptrdiff_t place_of(double lag_s) const;
    double r_at(std::ptrdiff_t place) const;
    double weight(std::ptrdiff_t steps) const;
    std::ptrdiff_t highest_around(std::ptrdiff_t centre) const;

    std::vector<double> r_;
    double step_s_;
};

}  // namespace chladni
