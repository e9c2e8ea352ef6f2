#pragma once

#include <cstdint>

namespace chladni {

/// A number without pattern from a number (SplitMix64): the same everywhere.
inline std::uint64_t scramble(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ull;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

/// One of many unrelated numbers of a seed.
inline std::uint64_t drawn(std::uint64_t seed, std::uint64_t index) { return scramble(scramble(seed) ^ (index * 0xd1342543de82ef95ull)); }

/// 0 up to, not including, 1.
inline float drawn_unit(std::uint64_t seed, std::uint64_t index) { return static_cast<float>(drawn(seed, index) >> 40) * 0x1p-24f; }

}  // namespace chladni
