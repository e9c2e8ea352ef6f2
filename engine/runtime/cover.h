#pragma once

#include <algorithm>
#include <cmath>

namespace chladni {

/// How a picture is scaled so that it just covers a format, and which part of it is kept: the middle.
struct Cover {
    int width = 0, height = 0;  ///< scaled to, px
    int left = 0, top = 0;      ///< where the kept part begins, px
    double scale = 1;           ///< over 1: the picture is made larger

    /// `aspect`: the width of one of the picture's pixels by its height.
    static Cover of(int width, int height, double aspect, int wanted_width, int wanted_height) {
        const double wide = width * aspect, scale = std::max(wanted_width / wide, static_cast<double>(wanted_height) / height);
        Cover cover{std::max(wanted_width, static_cast<int>(std::lround(wide * scale))),
                    std::max(wanted_height, static_cast<int>(std::lround(height * scale))), 0, 0, scale};
        cover.left = (cover.width - wanted_width) / 2;
        cover.top = (cover.height - wanted_height) / 2;
        return cover;
    }
};

}  // namespace chladni
