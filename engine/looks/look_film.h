#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/looks/drive.h"
#include "engine/looks/field.h"
#include "engine/looks/flash_guard.h"
#include "engine/looks/glints.h"
#include "engine/looks/look.h"
#include "engine/looks/palette.h"

namespace chladni {

/// What a procedural film is made from: the same values and drives give the same frames.
struct LookChoice {
    std::size_t look = 0, palette = 0;  ///< rows of looks() and palettes()
    std::uint64_t seed = 0;
    int width = 256, height = 144;      ///< px, even
};

/// Draws a film that moves as the sound says, frame after frame. One thread.
class LookFilm {
public:
    explicit LookFilm(const LookChoice& choice);

    /// Draws the next frame into [height, width, 3]. A kick brightens the whole frame and makes it larger, a snare tints it,
    /// hats switch on soft lights, the bass bends the shapes, energy is speed, brightness and colour, a new scene changes
    /// the shapes and swaps the palette's ends.
    void frame(const Drive& drive, std::span<std::uint8_t> rgb);
    /// A frame that nobody sees: what follows is as if it had been drawn.
    void skip(const Drive& drive);

private:
    float advance(const Drive& drive);
    void draw_scene(const Drive& drive, int scene, float weight);
    void add_glints(const Drive& drive);

    LookChoice choice_;
    SmoothNoise noise_;
    Glints glints_;
    FlashGuard guard_;
    Field field_;
    std::vector<Colour> picture_;  // [height / 2, width / 2]
    float time_s_ = 0;
    int scene_ = 0, last_scene_ = 0, since_change_ = 1000;  // frames
    bool begun_ = false;
};

}  // namespace chladni
