#pragma once

#include <array>
#include <cstdint>

#include "engine/types/video_frame.h"

namespace chladni {

/// What is kept of a picture to tell one scene from another: the colour of each place, how much there is of each colour, and
/// where it grows lighter from one place to the next.
class PictureLook {
public:
    static constexpr int kPlaces = 16;  ///< along each side
    static constexpr int kShades = 16;  ///< of lightness, and of each of two colour differences

    PictureLook() = default;
    /// Of any size; 64 x 64 px are enough.
    explicit PictureLook(const PictureView& picture);

    /// Mean lightness, 0 (black) to 255.
    double light() const;

    /// 0: the same; two unlike scenes are some 0.3 to 1 apart.
    double change_to(const PictureLook& other) const;

    /// Whether it is the same scene, in another light perhaps: 1 where all edges stayed where they were, about 0 where they
    /// have nothing to do with each other, and 0 where there are too few to tell.
    double kept_edges(const PictureLook& other) const;

private:
    struct Colour {
        std::array<float, 3> of{};  // red, green, blue, 0 to 255
    };
    void count(const std::uint8_t* rgb);
    float lightness(int row, int column) const;

    std::array<Colour, kPlaces * kPlaces> places_{};
    std::array<std::array<float, kShades>, 3> shades_{};  // each sums to 1
};

}  // namespace chladni
