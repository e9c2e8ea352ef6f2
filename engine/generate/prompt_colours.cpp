#include "engine/generate/prompt_colours.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/base/lower_case.h"

namespace chladni {

namespace {

struct NamedColour {
    std::string_view name;
    Rgb colour;
};

constexpr std::array kNamedColours{
    NamedColour{"red", {0.86f, 0.16f, 0.18f}},    NamedColour{"orange", {0.96f, 0.50f, 0.16f}},
    NamedColour{"gold", {0.93f, 0.74f, 0.34f}},   NamedColour{"yellow", {0.95f, 0.86f, 0.36f}},
    NamedColour{"green", {0.22f, 0.66f, 0.40f}},  NamedColour{"teal", {0.10f, 0.58f, 0.60f}},
    NamedColour{"cyan", {0.24f, 0.78f, 0.88f}},   NamedColour{"blue", {0.14f, 0.32f, 0.80f}},
    NamedColour{"indigo", {0.26f, 0.20f, 0.64f}}, NamedColour{"violet", {0.50f, 0.26f, 0.78f}},
    NamedColour{"purple", {0.56f, 0.20f, 0.62f}}, NamedColour{"pink", {0.95f, 0.42f, 0.66f}},
    NamedColour{"white", {0.94f, 0.94f, 0.96f}},  NamedColour{"silver", {0.68f, 0.72f, 0.78f}},
    NamedColour{"copper", {0.78f, 0.45f, 0.30f}}, NamedColour{"black", {0.03f, 0.03f, 0.05f}},
};

// A soft rainbow: any hue 0..1 as a colour of even, film-like strength.
Rgb hue_colour(float hue) {
    const auto wave = [hue](float shift) { return 0.5f + 0.42f * std::cos(6.2831853f * (hue + shift)); };
    return {wave(0.0f), wave(-0.33f), wave(-0.67f)};
}

std::vector<Rgb> named_in(std::string_view prompt) {
    const std::string lower = lower_case(std::string(prompt));
    std::vector<std::pair<std::size_t, Rgb>> found;
    for (const NamedColour& named : kNamedColours)
        if (const auto at = lower.find(named.name); at != std::string::npos) found.emplace_back(at, named.colour);
    std::ranges::sort(found, {}, [](const auto& entry) { return entry.first; });
    std::vector<Rgb> colours;
    for (const auto& entry : found) colours.push_back(entry.second);
    return colours;
}

}  // namespace

std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 1469598103934665603ull;
    for (unsigned char c : text) hash = (hash ^ c) * 1099511628211ull;
    return hash;
}

PromptColours::PromptColours(std::string_view prompt, std::uint64_t seed) {
    const std::vector<Rgb> named = named_in(prompt);
    const float hue = static_cast<float>((hash_of(prompt) ^ (seed * 0x9e3779b97f4a7c15ull)) >> 40) / 16777216.0f;
    stops_[0] = {0.02f, 0.02f, 0.06f};
    for (std::size_t i = 1; i < stops_.size(); ++i)
        stops_[i] = named.empty() ? hue_colour(hue + 0.13f * static_cast<float>(i)) : named[(i - 1) % named.size()];
}

Rgb PromptColours::at(float t, float light) const {
    const float place = (t - std::floor(t)) * static_cast<float>(stops_.size());
    const auto low = static_cast<std::size_t>(place) % stops_.size();
    const float mix = place - std::floor(place);
    const float s = mix * mix * (3.0f - 2.0f * mix);
    const Rgb& a = stops_[low];
    const Rgb& b = stops_[(low + 1) % stops_.size()];
    return {light * (a.r + (b.r - a.r) * s), light * (a.g + (b.g - a.g) * s), light * (a.b + (b.b - a.b) * s)};
}

}  // namespace chladni
