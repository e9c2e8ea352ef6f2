#pragma once

#include <ranges>
#include <string>
#include <string_view>

namespace chladni {

/// "ink, water" of a range of words; with `quote` "'", "'ink', 'water'". Any thread.
template <std::ranges::input_range Words>
std::string joined(const Words& words, std::string_view between = ", ", std::string_view quote = "") {
    std::string list;
    for (const auto& word : words) list.append(list.empty() ? std::string_view() : between).append(quote).append(std::string_view(word)).append(quote);
    return list;
}

}  // namespace chladni
