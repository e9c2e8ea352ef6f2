#include "app/words.h"

#include <charconv>
#include <cmath>
#include <sstream>

#include "engine/base/check.h"

namespace chladni {

namespace {

// A whole number that is all of `words`; -1 where it is not.
int whole_number(const std::string& words) {
    int value = -1;
    const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), value);
    return error == std::errc() && end == words.data() + words.size() && value >= 0 ? value : -1;
}

UsageError bad_layers(const std::string& words) {
    return UsageError("--injection-layers: expected blocks from 0 to " + std::to_string(kMaxLayers - 1) +
                      " such as 8-15 or 0,2,4, or all or none, got '" + words + "'");
}

}  // namespace

std::pair<int, int> parse_size(const std::string& option, const std::string& words) {
    if (words.empty()) return {0, 0};
    const auto cross = words.find('x');
    const int width = cross == std::string::npos ? -1 : whole_number(words.substr(0, cross));
    const int height = cross == std::string::npos ? -1 : whole_number(words.substr(cross + 1));
    if (width <= 0 || height <= 0 || width > 16384 || height > 16384)
        throw UsageError(option + ": expected a size such as 768x512, got '" + words + "'");
    return {width, height};
}

std::vector<std::size_t> parse_layers(const std::string& words) {
    std::vector<std::size_t> layers;
    if (words == "none") return layers;
    std::istringstream list(words == "all" ? "0-" + std::to_string(kMaxLayers - 1) : words);
    for (std::string part; std::getline(list, part, ',');) {
        const auto dash = part.find('-');
        const int first = whole_number(part.substr(0, dash));
        const int last = dash == std::string::npos ? first : whole_number(part.substr(dash + 1));
        if (first < 0 || last < first || last >= static_cast<int>(kMaxLayers)) throw bad_layers(words);
        for (int i = first; i <= last; ++i) layers.push_back(static_cast<std::size_t>(i));
    }
    if (layers.empty()) throw bad_layers(words);
    return layers;
}

std::pair<int, bool> parse_channels(const std::string& words) {
    if (words == "all") return {0, false};
    const auto dash = words.find('-');
    const int first = whole_number(words.substr(0, dash));
    const int last = dash == std::string::npos ? first : whole_number(words.substr(dash + 1));
    const int most = static_cast<int>(row_of(ParamId::kChannel).max);
    if (first < 1 || first > most || last < first || last > first + 1)
        throw UsageError("--channels: expected all, one channel from 1 to " + std::to_string(most) + " or a pair such as 3-4, got '" + words + "'");
    return {first, last > first};
}

void set_param(ParamValues& values, ParamId id, double value, const std::string& option) {
    const ParamRow& row = row_of(id);
    check_range(option, value, row.min, row.max);
    values[id] = clamp_to(row, static_cast<float>(value));
}

double number_in(const std::string& option, const std::string& word, double low, double high) {
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size()) throw UsageError(option + ": expected a number, got '" + word + "'");
    check_range(option, value, low, high);
    return value;
}

void check_range(const std::string& option, double value, double low, double high) {
    if (value >= low && value <= high) return;
    std::ostringstream words;
    words << option << ": expected a number from " << low << " to " << high << ", got " << value;
    throw UsageError(words.str());
}

double finite(double value, double otherwise) { return std::isfinite(value) ? value : otherwise; }

}  // namespace chladni
