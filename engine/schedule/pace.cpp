#include "engine/schedule/pace.h"

#include <algorithm>
#include <array>

namespace chladni {

namespace {

constexpr std::array<double, 3> kScales{1.0, 0.75, 0.5};
constexpr int kFew = 3;                                      // of fewer steps every picture is a blur
constexpr double kRest = 2.0;                                // of a chunk's cost, in steps
constexpr double kTooMuch = 0.97, kFits = 0.9, kEasy = 0.8;  // loads: to go down at, to go down to, to go up to
constexpr int kMostPatience = 128;                           // some minutes

// The first rung from `rung` on that fits where a unit of cost takes `unit_load`; the last where none does.
std::size_t fitting_from(std::size_t rung, double unit_load, const std::vector<Effort>& efforts) {
    while (rung + 1 < efforts.size() && unit_load * cost_of(efforts[rung]) > kFits) ++rung;
    return rung;
}

}  // namespace

double cost_of(const Effort& effort) { return (effort.steps + kRest) * effort.scale * effort.scale; }

std::vector<Effort> efforts_for(const EffortWish& wish) {
    const int most = std::max(1, wish.steps);
    const auto no_fewer_than = [&](int floor, int steps) { return std::min(most, std::max({wish.least_steps, floor, steps})); };
    const int good = no_fewer_than(1, (3 * most + 3) / 4), least = std::min(good, no_fewer_than(kFew, (most + 1) / 2));
    std::vector<Effort> efforts;
    for (const double scale : kScales)
        for (int steps = most; steps >= good && (scale >= wish.least_scale || scale == kScales.front()); --steps) efforts.push_back({steps, scale});
    if (least < good) efforts.push_back({least, efforts.back().scale});
    return efforts;
}

Effort Pace::effort(const EffortWish& wish) const {
    const std::vector<Effort> efforts = efforts_for(wish);
    return efforts[rung_for(wish, efforts)];
}

std::size_t Pace::rung_for(const EffortWish& wish, const std::vector<Effort>& efforts) const {
    if (wish_ == wish || !unit_loads_[0]) return std::min(rung_, efforts.size() - 1);
    const double unit_load = std::min(*unit_loads_[0], unit_loads_[1].value_or(*unit_loads_[0]));  // the greater may be a hiccup
    return fitting_from(0, unit_load, efforts);
}

void Pace::took(double load, const EffortWish& wish) {
    const std::vector<Effort> efforts = efforts_for(wish);
    const std::size_t last = efforts.size() - 1;
    if (wish_ != wish) {
        go_to(rung_for(wish, efforts));
        wish_ = wish;
        since_climb_.reset();
        patience_ = kLeastPatience;  // what was learnt of another ladder says nothing here
        too_much_ = 0;
    }
    const double unit_load = load / cost_of(efforts[rung_]);
    unit_loads_ = {unit_load, unit_loads_[0]};
    count(load, rung_ > 0 ? unit_load * cost_of(efforts[rung_ - 1]) : 1.0);
    if (slow_ >= 2 && rung_ < last) {  // one alone may be a hiccup, unless it is far too slow
        if (since_climb_) {  // it was tried too soon
            patience_ = std::min(2 * patience_, kMostPatience);
            too_much_ = rung_;
        }
        since_climb_.reset();
        go_to(fitting_from(rung_ + 1, unit_load, efforts));
    } else if (easy_ >= patience_) {
        go_to(rung_ - 1);
        since_climb_ = 0;
    }
}

void Pace::count(double load, double load_of_more) {
    slow_ = load > 2 * kTooMuch ? slow_ + 2 : load > kTooMuch ? slow_ + 1 : 0;
    easy_ = load_of_more < kEasy ? easy_ + 1 : 0;
    if (!since_climb_ || ++*since_climb_ < patience_ || slow_ > 0) return;
    if (rung_ <= too_much_) patience_ = std::max(kLeastPatience, patience_ / 2);  // what was too much holds now
    since_climb_.reset();
}

void Pace::go_to(std::size_t rung) {
    rung_ = rung;
    slow_ = easy_ = 0;
}

}  // namespace chladni
