#pragma once

#include <cstdio>
#include <string>

namespace chladni {

/// 12.3456 as "12.3" with one digit. Any thread.
inline std::string with_digits(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

}  // namespace chladni
