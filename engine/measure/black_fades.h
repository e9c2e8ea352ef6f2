#pragma once

#include <cstddef>
#include <optional>

#include "engine/measure/picture_look.h"

namespace chladni {

/// Fades through black from one scene to another: no picture of them changes much, so SceneCuts' own rule misses them. Where
/// the light merely goes out and comes back, the edges stand where they stood. One thread.
class BlackFades {
public:
    /// The next picture. Where it shows that such a fade is over: the number of its darkest picture.
    std::optional<std::size_t> take(const PictureLook& look, std::size_t number);
    /// The last picture with light in it.
    std::size_t lit() const { return lit_number_; }

private:
    PictureLook lit_;
    std::size_t lit_number_ = 0, darkest_ = 0;
    double least_light_ = 0;
    bool ever_lit_ = false, dark_ = false;
};

}  // namespace chladni
