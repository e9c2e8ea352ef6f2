#include "engine/analysis/bar_path.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "engine/analysis/bar_places.h"

namespace chladni {

namespace {

constexpr double kMiscounted = -7.0, kOtherMetre = -4.0;  // ln of how likely a bar breaks off, or is followed by one of the other metre
constexpr double kThree = -1.7;                           // ln of how rare bars of three are

using Scores = std::array<double, kBarPlaces>;
using Steps = std::array<std::uint8_t, kBarPlaces>;

double step_score(std::size_t from, std::size_t to) {
    if (kNextPlace[from] == to) return 0.0;
    return starts_bar(kNextPlace[from]) && starts_bar(to) ? kOtherMetre : kMiscounted;
}

Steps step(Scores& scores) {
    Steps came_from{};
    Scores moved{};
    for (std::size_t to = 0; to < kBarPlaces; ++to) {
        moved[to] = -1e300;
        for (std::size_t from = 0; from < kBarPlaces; ++from)
            if (const double score = scores[from] + step_score(from, to); score > moved[to])
                moved[to] = score, came_from[to] = static_cast<std::uint8_t>(from);
    }
    scores = moved;
    return came_from;
}

}  // namespace

std::vector<std::size_t> bar_starts(std::span<const double> ratios) {
    Scores scores{0, 0, 0, 0, kThree, kThree, kThree};
    std::vector<Steps> came_from(ratios.size());
    for (std::size_t beat = 0; beat < ratios.size(); ++beat) {
        if (beat > 0) came_from[beat] = step(scores);
        for (const std::size_t place : {std::size_t{0}, std::size_t{4}}) scores[place] += std::log(ratios[beat]);
    }
    std::vector<std::size_t> starts;
    auto place = static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin());
    for (std::size_t beat = ratios.size(); beat-- > 0; place = came_from[beat][place])
        if (starts_bar(place)) starts.push_back(beat);
    std::ranges::reverse(starts);
    return starts;
}

}  // namespace chladni
