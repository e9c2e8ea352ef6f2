#include "engine/looks/look_film.h"

#include <cmath>
#include <string>

#include "engine/base/check.h"
#include "engine/looks/enlarge.h"
#include "engine/looks/exposure.h"
#include "engine/looks/hash.h"

namespace chladni {

namespace {

constexpr int kFade = 4;             // frames from one scene to the next
constexpr float kFarAway_s = 40.0f;  // films begin anywhere in this stretch of the looks' own time

ShapeSeed shape_of(std::uint64_t seed, int scene) {
    const std::uint64_t own = drawn(seed, 100 + static_cast<std::uint64_t>(scene));
    return {16.0f * drawn_unit(own, 0), 16.0f * drawn_unit(own, 1), drawn_unit(own, 2),
            {drawn_unit(own, 3), drawn_unit(own, 4), drawn_unit(own, 5), drawn_unit(own, 6)}};
}

Motion motion_of(const Drive& drive, float time_s, const ShapeSeed& shape) {
    const float loud = 1.0f - drive.calm;
    Motion motion;
    motion.time_s = time_s;
    motion.kick = drive.kick * loud;
    motion.kick_age_s = static_cast<float>(-kKickFall_s * std::log(std::max(1e-4f, drive.kick)));
    motion.bass = drive.bass;
    motion.energy = drive.energy;
    motion.warp = (0.15f + 0.85f * drive.bass) * loud;
    motion.zoom = 1.0f + 0.10f * motion.kick;
    motion.shape = shape;
    return motion;
}

RampWish ramp_wish(const Drive& drive, int scene) {
    const float loud = 1.0f - drive.calm;
    return {scene % 2 != 0, 0.10f * std::sin(6.2831853f * drive.hue), (0.95f + 0.30f * drive.energy) * (0.85f + 0.15f * loud),
            0.55f * drive.snare * loud};
}

float rest_luma(const Drive& drive) { return (0.35f + 0.10f * drive.energy) * (1.0f - 0.12f * drive.calm); }

}  // namespace

LookFilm::LookFilm(const LookChoice& choice)
    : choice_(choice), noise_(drawn(choice.seed, 1)), glints_(choice.width / 2, choice.height / 2, drawn(choice.seed, 2)),
      field_(choice.width / 2, choice.height / 2), picture_(field_.tone.size()), time_s_(kFarAway_s * drawn_unit(choice.seed, 3)) {
    require(choice.look < looks().size(), "expected a look below " + std::to_string(looks().size()) + ", got " + std::to_string(choice.look));
    require(choice.palette < palettes().size(),
            "expected a palette below " + std::to_string(palettes().size()) + ", got " + std::to_string(choice.palette));
    require(choice.width >= 16 && choice.height >= 16 && choice.width % 2 == 0 && choice.height % 2 == 0,
            "expected an even size of at least 16x16, got " + std::to_string(choice.width) + "x" + std::to_string(choice.height));
}

float LookFilm::advance(const Drive& drive) {
    if (!begun_) scene_ = last_scene_ = drive.scene;
    begun_ = true;
    if (drive.scene != scene_) {
        last_scene_ = scene_;
        scene_ = drive.scene;
        since_change_ = 0;
    } else {
        ++since_change_;
    }
    const float speed = (0.35f + 1.5f * drive.energy + 1.2f * drive.kick) * (1.0f - 0.6f * drive.calm);
    time_s_ += speed / static_cast<float>(kFilmRate);
    return guard_.step(drive.kick * (1.0f - drive.calm));
}

void LookFilm::skip(const Drive& drive) { advance(drive); }

// Adds a scene's colours to the picture, weighted.
void LookFilm::draw_scene(const Drive& drive, int scene, float weight) {
    looks()[choice_.look].draw(motion_of(drive, time_s_, shape_of(choice_.seed, scene)), noise_, field_);
    const Ramp ramp(palettes()[choice_.palette], ramp_wish(drive, scene));
    const bool alone = weight >= 1.0f;
    for (std::size_t i = 0; i < picture_.size(); ++i) {
        const Colour colour = lit(mixed(ramp.at(field_.tone[i]), {1, 1, 1}, field_.pale[i]), std::max(0.1f, field_.light[i]));
        picture_[i] = alone ? colour : mixed(picture_[i], colour, weight);
    }
}

void LookFilm::add_glints(const Drive& drive) {
    const float strength = 0.75f * drive.hat * (1.0f - drive.calm);
    if (strength < 0.01f) return;
    const Palette& palette = palettes()[choice_.palette];
    const Colour end = scene_ % 2 ? palette.ramp.front() : palette.ramp.back();
    const Colour light = mixed(end, {1, 1, 1}, 0.75f);
    const float turn = 0.5f + 0.5f * wave(0.35f * time_s_);
    for (std::size_t i = 0; i < picture_.size(); ++i)
        picture_[i] = mixed(picture_[i], light, std::min(1.0f, strength * glints_.at(i, turn)));
}

void LookFilm::frame(const Drive& drive, std::span<std::uint8_t> rgb) {
    const auto bytes = static_cast<std::size_t>(choice_.width) * static_cast<std::size_t>(choice_.height) * 3;
    require(rgb.size() == bytes, "expected room for " + std::to_string(bytes) + " bytes, got " + std::to_string(rgb.size()));
    const float pulse = advance(drive);
    const bool fading = since_change_ < kFade;
    if (fading) draw_scene(drive, last_scene_, 1.0f);
    draw_scene(drive, scene_, fading ? (static_cast<float>(since_change_) + 1.0f) / (kFade + 1.0f) : 1.0f);
    const float rest = luma_near(picture_, looks()[choice_.look].level * palettes()[choice_.palette].level * rest_luma(drive));
    const float exposure = exposure_for(picture_, rest * (1.0f + pulse));
    for (Colour& colour : picture_) colour = exposed(colour, exposure);
    add_glints(drive);
    enlarge(picture_, field_.width, field_.height, rgb);
}

}  // namespace chladni
