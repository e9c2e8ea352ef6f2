#include "engine/schedule/pace.h"

#include <algorithm>
#include <array>

namespace chladni {

namespace {

constexpr std::array<double, 2> kSmaller{0.75, 0.5};
constexpr int kFew = 3;                                      // of fewer steps every picture is a blur
constexpr double kRest = 2.0;                                // of a chunk's cost, in steps
constexpr double kTooMuch = 0.97, kFits = 0.9, kEasy = 0.8;  // loads: to go down at, to go down to, to go up to
constexpr int kMostPatience = 128;                           // some minutes

}  // namespace

double cost_of(const Effort& effort) { return (effort.steps + kRest) * effort.scale * effort.scale; }

std::vector<Effort> efforts_for(const EffortWish& wish) {
    const int most = std::max(1, wish.steps), good = (3 * most + 3) / 4, least = std::min(good, std::max(kFew, (most + 1) / 2));
    std::vector<Effort> efforts;
    for (int steps = most; steps >= good; --steps) efforts.push_back({steps, 1.0});
    for (const double scale : kSmaller)
        if (scale >= wish.least_scale) efforts.push_back({good, scale});
    if (least < good) efforts.push_back({least, efforts.back().scale});
    return efforts;
}

Effort Pace::effort(const EffortWish& wish) const {
    const std::vector<Effort> efforts = efforts_for(wish);
    return efforts[std::min(rung_, efforts.size() - 1)];
}

void Pace::took(double load, const EffortWish& wish) {
    const std::vector<Effort> efforts = efforts_for(wish);
    const std::size_t last = efforts.size() - 1;
    rung_ = std::min(rung_, last);
    ++since_climb_;
    const auto load_at = [&](std::size_t rung) { return load * cost_of(efforts[rung]) / cost_of(efforts[rung_]); };
    slow_ = load > 2 * kTooMuch ? slow_ + 2 : load > kTooMuch ? slow_ + 1 : 0;
    easy_ = rung_ > 0 && load_at(rung_ - 1) < kEasy ? easy_ + 1 : 0;
    if (slow_ >= 2 && rung_ < last) {  // one alone may be a hiccup, unless it is far too slow
        if (since_climb_ <= patience_) patience_ = std::min(2 * patience_, kMostPatience);  // it was tried too soon
        std::size_t rung = rung_ + 1;
        while (rung < last && load_at(rung) > kFits) ++rung;
        go_to(rung);
    } else if (easy_ >= patience_) {
        go_to(rung_ - 1);
        since_climb_ = 0;
    }
}

void Pace::go_to(std::size_t rung) {
    rung_ = rung;
    slow_ = easy_ = 0;
}

}  // namespace chladni
