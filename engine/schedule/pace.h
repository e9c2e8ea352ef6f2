#pragma once

#include <array>
#include <optional>
#include <vector>

namespace chladni {

/// What a chunk may cost.
struct Effort {
    int steps = 4;       ///< of denoising; 0 where there are none
    double scale = 1.0;  ///< of the picture's width and height, while it is made

    bool operator==(const Effort&) const = default;
};

/// What is asked of a generator, and how small a picture it can still make well.
struct EffortWish {
    int steps = 4;             ///< from least_steps
    double least_scale = 0.5;  ///< 1: no smaller than it is
    int least_steps = 1;       ///< that it knows how to make

    bool operator==(const EffortWish&) const = default;
};

/// How much the making of a chunk of that effort costs, in steps of the whole picture: all that is not denoising takes as long as
/// about two of them (measured with the nano model on a CPU).
double cost_of(const Effort& effort);

/// All that may become of a wish, the dearest first: steps are left out down to three quarters of them, then the picture is smaller, with all
/// steps again, and so on; half of the steps, but three, only when it is as small as it can be. (The nano model at 192x112 in 3 steps draws shapes, at 256x144 in 2 a blur.)
std::vector<Effort> efforts_for(const EffortWish& wish);

/// Keeps a generator in real time on a machine that is too slow for what was asked of it, and takes up more again where there is
/// time. Pure: the caller brings the times.
class Pace {
public:
    /// Of another wish than the last, the most that fits by what chunks cost until now.
    Effort effort(const EffortWish& wish) const;

    /// A chunk of that effort was made. `load`: the time it took by the time it lasts; 1 is just in time.
    void took(double load, const EffortWish& wish);

private:
    std::size_t rung_for(const EffortWish& wish, const std::vector<Effort>& efforts) const;
    void count(double load, double load_of_more);
    void go_to(std::size_t rung);

    std::optional<EffortWish> wish_;            // the last
    std::size_t rung_ = 0;                      // of its ladder of efforts; 0: all that was asked
    std::array<std::optional<double>, 2> unit_loads_;  // of the last two chunks, by their costs
    int slow_ = 0;                              // chunks in a row that took too long
    int easy_ = 0;                              // chunks in a row that left time for more
    int patience_ = kLeastPatience;             // of those, before more is tried
    std::optional<int> since_climb_;            // chunks; nothing once the climb has proved good or bad
    std::size_t too_much_ = 0;                  // the rung that a climb last proved bad at
    static constexpr int kLeastPatience = 8;
};

}  // namespace chladni
