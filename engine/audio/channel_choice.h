#pragma once

#include <algorithm>
#include <cstdint>

namespace chladni {

/// Which channels of an input are heard, as their mean: all, one, or a pair. Counted from 1 as on the box; trivially copyable.
struct ChannelChoice {
    std::uint16_t first = 0;  ///< 0: all of them
    std::uint16_t count = 1;  ///< 1 alone, 2 a stereo pair

    friend bool operator==(const ChannelChoice&, const ChannelChoice&) = default;
};

/// The same as indices [begin, end) of the channels that are there. What is not there is not heard: then all are.
struct ChannelSpan {
    std::size_t begin = 0, end = 0;
    std::size_t size() const { return end - begin; }
};

inline bool is_there(ChannelChoice choice, std::size_t channels) {
    return choice.first >= 1 && choice.first <= channels;
}

inline ChannelSpan span_of(ChannelChoice choice, std::size_t channels) {
    if (!is_there(choice, channels)) return {0, channels};
    const std::size_t begin = choice.first - 1u;
    return {begin, std::min<std::size_t>(channels, begin + std::max<std::size_t>(1, choice.count))};
}

}  // namespace chladni
