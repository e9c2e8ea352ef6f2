#pragma once

#include <array>
#include <span>
#include <string_view>

#include "engine/looks/field.h"

namespace chladni {

/// A family of procedural films.
struct Look {
    std::string_view name;
    std::array<std::string_view, 2> keys;     ///< words that no other look's captions have
    std::array<std::string_view, 4> phrases;  ///< how a caption calls it; each has a key
    float level = 1;                          ///< of the luma of its pictures: a night is darker than a sheet of paper
    void (*draw)(const Motion&, const SmoothNoise&, Field&) = nullptr;
};

/// Every look there is. A new one is a row in look.cpp and a file with its draw function.
std::span<const Look> looks();

}  // namespace chladni
