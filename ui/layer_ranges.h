#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chladni {

/// "0-3,6", "all" or "none" as one flag per layer. Nothing where the words are none of these or name a layer that is not there.
std::optional<std::vector<bool>> parse_layer_ranges(std::string_view text, std::size_t layers);

/// The shortest such words for these flags.
std::string format_layer_ranges(const std::vector<bool>& on);

}  // namespace chladni
