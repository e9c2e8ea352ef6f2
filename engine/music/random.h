#pragma once

#include <cstddef>
#include <cstdint>

namespace chladni {

/// A stream of random numbers that is the same on every machine and library (splitmix64: Steele, Lea and Flood, "Fast
/// splittable pseudorandom number generators", OOPSLA 2014).
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }  ///< 0..1, without 1
    double between(double low, double high) { return low + (high - low) * unit(); }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(unit() * static_cast<double>(count)); }
    bool chance(double p) { return unit() < p; }
    float noise() { return static_cast<float>(2.0 * unit() - 1.0); }       ///< -1..1

private:
    std::uint64_t state_;
};

}  // namespace chladni
