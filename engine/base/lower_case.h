#pragma once

#include <string>

namespace chladni {

/// The ASCII letters of `text` as small ones, in every locale. Any thread.
inline std::string lower_case(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

}  // namespace chladni
