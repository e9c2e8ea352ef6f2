#pragma once

#include <algorithm>
#include <string>

#include "engine/runtime/show.h"
#include "tests/runtime/eventually.h"

namespace chladni {

inline ShowConfig small_show(const std::string& generator) {
    ShowConfig config;
    config.generator = generator;
    config.width = 160;
    config.height = 90;
    config.generate_width = 64;
    config.generate_height = 64;
    return config;
}

/// Waits for thirty more shown frames.
inline bool picture_goes_on(const Show& show) {
    const std::int64_t then = show.status().render.frames;
    return eventually([&] { return show.status().render.frames > then + 30; });
}

inline bool noticed(const Show& show, const std::string& words) {
    return std::ranges::any_of(show.status().notices, [&](const std::string& n) { return n.find(words) != std::string::npos; });
}

}  // namespace chladni
