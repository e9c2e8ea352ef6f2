#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/units.h"

namespace chladni {

/// Cuts a stream of any sample rate into hops of 10 ms and keeps the newest window. Where 10 ms is no whole number of
/// samples, hops differ by one sample and the count stays true. No heap after construction.
class HopReader {
public:
    HopReader(double rate_hz, std::size_t window);

    /// Takes samples up to the end of the hop; returns how many. What is no number is silence.
    std::size_t take(std::span<const float> mono);
    bool ready() const { return filled_ == hop_length(); }
    /// Ends the hop: its samples join the window.
    void finish();
    /// Samples were lost: the next hop starts after them, with nothing in the window.
    void skip(Samples lost);

    std::span<const float> hop() const { return {pending_.data(), last_length_}; }  ///< of the hop that was finished last
    std::span<const float> window() const { return window_; }
    Samples end() const { return {origin_ + boundary(hops_)}; }  ///< stream position of the last hop's end

private:
    std::int64_t boundary(std::int64_t hop) const;
    std::size_t hop_length() const { return static_cast<std::size_t>(boundary(hops_ + 1) - boundary(hops_)); }

    double rate_hz_;
    std::int64_t origin_ = 0;  // stream position where hop 0 begins
    std::int64_t hops_ = 0;
    std::vector<float> pending_;
    std::size_t filled_ = 0, last_length_ = 0;
    std::vector<float> window_;
};

}  // namespace chladni
