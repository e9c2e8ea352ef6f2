#include "ui/layer_ranges.h"

#include <algorithm>
#include <charconv>

namespace chladni {

namespace {

std::string without_spaces(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](unsigned char c) { return c == ' ' || c == '\t'; });
    return out;
}

std::optional<std::size_t> whole_number(std::string_view text) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// One part between commas: "6" or "0-3".
bool switch_on(std::string_view part, std::vector<bool>& on) {
    const std::size_t dash = part.find('-');
    const auto first = whole_number(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : whole_number(part.substr(dash + 1));
    if (!first || !last || *first > *last || *last >= on.size()) return false;
    std::fill(on.begin() + static_cast<std::ptrdiff_t>(*first), on.begin() + static_cast<std::ptrdiff_t>(*last) + 1, true);
    return true;
}

std::string range_text(std::size_t first, std::size_t last) {
    if (first == last) return std::to_string(first);
    return std::to_string(first) + "-" + std::to_string(last);
}

}  // namespace

std::optional<std::vector<bool>> parse_layer_ranges(std::string_view text, std::size_t layers) {
    const std::string words = without_spaces(text);
    if (words == "all") return std::vector<bool>(layers, true);
    std::vector<bool> on(layers, false);
    if (words == "none" || words.empty()) return on;
    for (std::size_t at = 0; at <= words.size();) {
        const std::size_t comma = std::min(words.find(',', at), words.size());
        if (!switch_on(std::string_view(words).substr(at, comma - at), on)) return std::nullopt;
        at = comma + 1;
    }
    return on;
}

std::string format_layer_ranges(const std::vector<bool>& on) {
    if (std::find(on.begin(), on.end(), false) == on.end()) return "all";
    std::string text;
    for (std::size_t i = 0; i < on.size(); ++i) {
        if (!on[i]) continue;
        const std::size_t first = i;
        while (i + 1 < on.size() && on[i + 1]) ++i;
        text += (text.empty() ? "" : ",") + range_text(first, i);
    }
    return text.empty() ? "none" : text;
}

}  // namespace chladni
