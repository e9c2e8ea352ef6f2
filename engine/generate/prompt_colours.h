#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace chladni {

struct Rgb {
    float r = 0, g = 0, b = 0;
};

/// Four colours that go together, from dark to light, walked through smoothly and without an end.
class PromptColours {
public:
    /// Colours that the prompt names ("blue and gold"), filled up with what the seed draws.
    PromptColours(std::string_view prompt, std::uint64_t seed);

    /// `t` any number; whole numbers are the same place. `light` 0..1 and over.
    Rgb at(float t, float light) const;

private:
    std::array<Rgb, 4> stops_;
};

/// A number from words, the same on every machine (FNV-1a, 64 bits).
std::uint64_t hash_of(std::string_view text);

}  // namespace chladni
