#include "engine/ltx/synth_sentences.h"

#include <array>
#include <string_view>

namespace chladni::ltx {

namespace {

constexpr std::array<std::string_view, 24> kThings = {
    "ink in water",      "neon tunnel",       "copper plates",      "aurora over mountains",
    "drifting smoke",    "slow plasma",       "glass flowers",      "burning paper",
    "liquid metal",      "a forest of light", "deep sea creatures", "falling petals",
    "city at night",     "sand dunes",        "northern sky",       "ripples on a lake",
    "floating crystals", "velvet curtains",   "electric storm",     "paper lanterns",
    "rusty machines",    "galaxies",          "coral reef",         "silk in the wind"};
constexpr std::array<std::string_view, 18> kColours = {"blue and gold",
                                                       "red and black",
                                                       "pink and violet",
                                                       "deep green",
                                                       "white on black",
                                                       "amber",
                                                       "turquoise and orange",
                                                       "silver",
                                                       "crimson",
                                                       "pastel colours",
                                                       "cyan and magenta",
                                                       "warm light",
                                                       "cold light",
                                                       "indigo",
                                                       "yellow",
                                                       "teal",
                                                       "monochrome",
                                                       "all colours of the rainbow"};
constexpr std::array<std::string_view, 16> kWays = {"moving slowly",        "pulsing with the music",
                                                    "seen from above",      "in close-up",
                                                    "very detailed",        "soft focus",
                                                    "high contrast",        "spinning",
                                                    "flowing to the left",  "zooming in",
                                                    "camera flies forward", "symmetrical",
                                                    "grainy film",          "long exposure",
                                                    "4k, cinematic",        "1970s poster, hand-drawn"};

}  // namespace

std::vector<std::string> synth_sentences() {
    std::vector<std::string> sentences;
    for (const auto& thing : kThings)
        for (const auto& colour : kColours)
            for (const auto& way : kWays)
                sentences.push_back(std::string(thing) + ", " + std::string(colour) + ", " + std::string(way));
    // Every letter, digit and sign by itself, so that no prompt meets an unknown one.
    for (char c = '!'; c <= '~'; ++c)
        sentences.push_back(std::string(1, c) + " " + std::string(2, c) + " " + std::string(3, c));
    return sentences;
}

}  // namespace chladni::ltx
