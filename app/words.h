#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/digits.h"
#include "engine/params/param_table.h"

namespace chladni {

/// "1280x720" as width and height; "" as zeros. Throws UsageError.
std::pair<int, int> parse_size(const std::string& option, const std::string& words);

/// "8-15", "0,2,4", "all" or "none" as block numbers. Throws UsageError.
std::vector<std::size_t> parse_layers(const std::string& words);

/// "all", "3" or "3-4" (a stereo pair) as input channels, counted from 1: the values of `channel` and `channel_pair`. Throws
/// UsageError.
std::pair<int, bool> parse_channels(const std::string& words);

/// Sets a parameter from an option. Throws UsageError where the table does not allow the value.
void set_param(ParamValues& values, ParamId id, double value, const std::string& option);

/// `word` as a number. Throws UsageError where it is none, or outside of low..high.
double number_in(const std::string& option, const std::string& word, double low, double high);

/// Throws UsageError unless low <= value <= high.
void check_range(const std::string& option, double value, double low, double high);

/// `value`; `otherwise` where it is NaN or infinite.
double finite(double value, double otherwise);

}  // namespace chladni
