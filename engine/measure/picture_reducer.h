#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/types/video_frame.h"

namespace chladni {

/// What is kept of a picture. Light is Rec. 709 luma of the pixel values as they are shown, 0..1.
struct PictureFacts {
    static constexpr int kCellsAcross = 8, kCellsDown = 6;
    double time_s = 0;                      ///< from when on it is shown
    float brightness = 0;                   ///< mean light
    float saturation = 0;                   ///< mean of the largest minus the smallest of red, green, blue
    float motion = 0;                       ///< root of the mean square difference to the picture before, all colours
    std::array<float, kCellsAcross * kCellsDown> cells{};  ///< the same in each part of the picture
};

/// Pictures to facts, one after the other: each is shrunk to at most 64 points across, so that grain and codec noise cancel, and
/// compared with the one before. Holds two small pictures. One thread.
class PictureReducer {
public:
    PictureFacts reduce(const PictureView& picture, double time_s);

private:
    using Colour = std::array<float, 3>;
    void fit(const PictureView& picture);
    void shrink(const PictureView& picture);
    void add_row(const std::uint8_t* pixels);
    void measure_light(PictureFacts& facts) const;
    void measure_change(PictureFacts& facts) const;

    int width_ = 0, height_ = 0;      // px
    int across_ = 0, down_ = 0;       // points
    std::vector<int> column_;         // [across + 1], px
    std::vector<Colour> now_, before_;  // [down * across], 0..1
    std::vector<std::array<std::uint32_t, 3>> sums_;  // [across], of the rows of one point
    bool has_before_ = false;
};

}  // namespace chladni
