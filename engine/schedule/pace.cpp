#include "engine/schedule/pace.h"

#include <algorithm>
#include <array>

namespace chladni {

namespace {

constexpr int kLeastSteps = 2;                           // one step of a model is a blur
constexpr std::array<double, 2> kSmaller{0.75, 0.5};     // sizes, once there are no steps to leave out
constexpr double kRest = 2.0;                            // of a chunk's cost, in steps
constexpr double kTooMuch = 0.97, kFits = 0.9, kEasy = 0.8;  // loads: to go down at, to go down to, to go up to
constexpr int kMostPatience = 128;                       // some minutes

int step_rungs(int steps) { return std::max(0, steps - kLeastSteps); }
int last_rung(int steps) { return step_rungs(steps) + static_cast<int>(kSmaller.size()); }

Effort effort_at(int rung, int steps) {
    const int fewer = std::min(rung, step_rungs(steps)), smaller = std::min(rung, last_rung(steps)) - fewer;
    return {steps - fewer, smaller == 0 ? 1.0 : kSmaller[static_cast<std::size_t>(smaller - 1)]};
}

}  // namespace

double cost_of(const Effort& effort) { return (effort.steps + kRest) * effort.scale * effort.scale; }

Effort Pace::effort(int steps) const { return effort_at(rung_, steps); }

void Pace::took(double load, int steps) {
    rung_ = std::min(rung_, last_rung(steps));
    since_climb_ = std::min(since_climb_ + 1, 1 << 20);
    const auto load_at = [&](int rung) { return load * cost_of(effort_at(rung, steps)) / cost_of(effort_at(rung_, steps)); };
    slow_ = load > kTooMuch ? slow_ + 1 : 0;
    easy_ = rung_ > 0 && load_at(rung_ - 1) < kEasy ? easy_ + 1 : 0;
    if (slow_ >= 2 && rung_ < last_rung(steps)) {  // one alone may be a hiccup
        if (since_climb_ <= patience_) patience_ = std::min(2 * patience_, kMostPatience);  // it was tried too soon
        int rung = rung_ + 1;
        while (rung < last_rung(steps) && load_at(rung) > kFits) ++rung;
        go_to(rung);
    } else if (easy_ >= patience_) {
        go_to(rung_ - 1);
        since_climb_ = 0;
    }
}

void Pace::go_to(int rung) {
    rung_ = rung;
    slow_ = easy_ = 0;
}

}  // namespace chladni
