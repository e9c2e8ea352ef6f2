#include "engine/measure/black_fades.h"

#include <utility>

namespace chladni {

namespace {

constexpr double kLit = 20.0, kBlack = 10.0;  // mean lightness of a picture, of 255
constexpr double kSameEdgesAfter = 0.8;
constexpr double kLeastDimChange = 0.03;      // between two dim pictures

}  // namespace

std::optional<std::size_t> BlackFades::take(const PictureLook& look, std::size_t number) {
    const double light = look.light();
    if (light < kLit) {
        if (!dark_ || light < least_light_) darkest_ = number, least_light_ = light;
        dark_ = true;
        return std::nullopt;
    }
    const bool other = dark_ && ever_lit_ && least_light_ < kBlack && lit_.kept_edges(look) < kSameEdgesAfter && lit_.change_to(look) > kLeastDimChange;
    lit_ = look;
    lit_number_ = number;
    ever_lit_ = true;
    dark_ = false;
    return other ? std::optional(darkest_) : std::nullopt;
}

}  // namespace chladni
