#include "engine/render/effect_table.h"

#include <array>

namespace chladni {

namespace {

constexpr std::uint32_t kZoomCode[] = {
#include "spirv/zoom.inc"
};
constexpr std::uint32_t kDisplaceCode[] = {
#include "spirv/displace.inc"
};
constexpr std::uint32_t kKaleidoscopeCode[] = {
#include "spirv/kaleidoscope.inc"
};
constexpr std::uint32_t kTrailCode[] = {
#include "spirv/trail.inc"
};
constexpr std::uint32_t kReliefCode[] = {
#include "spirv/relief.inc"
};
constexpr std::uint32_t kHueCode[] = {
#include "spirv/hue.inc"
};
constexpr std::uint32_t kGlowCode[] = {
#include "spirv/glow.inc"
};
constexpr std::uint32_t kFullscreenCode[] = {
#include "spirv/fullscreen.inc"
};
constexpr std::uint32_t kBlendCode[] = {
#include "spirv/blend.inc"
};
constexpr std::uint32_t kScaleCode[] = {
#include "spirv/scale.inc"
};
constexpr std::uint32_t kSoftenCode[] = {
#include "spirv/soften.inc"
};
constexpr std::uint32_t kFinishCode[] = {
#include "spirv/finish.inc"
};
constexpr std::uint32_t kLuminanceCode[] = {
#include "spirv/luminance.inc"
};

constexpr std::array kEffects{
    EffectRow{"displace", kDisplaceCode, &EffectDrive::displace, SecondPicture::kNone},
    EffectRow{"zoom", kZoomCode, &EffectDrive::zoom, SecondPicture::kNone},
    EffectRow{"kaleidoscope", kKaleidoscopeCode, &EffectDrive::kaleidoscope, SecondPicture::kNone},
    EffectRow{"trail", kTrailCode, &EffectDrive::trail, SecondPicture::kHistory},
    EffectRow{"relief", kReliefCode, &EffectDrive::relief, SecondPicture::kSoft},
    EffectRow{"hue", kHueCode, &EffectDrive::hue, SecondPicture::kNone},
    EffectRow{"glow", kGlowCode, &EffectDrive::glow, SecondPicture::kSoft},
};

}  // namespace

std::span<const EffectRow> effect_table() { return kEffects; }

namespace spirv {
const std::span<const std::uint32_t> kFullscreen = kFullscreenCode, kBlend = kBlendCode, kScale = kScaleCode,
                                     kSoften = kSoftenCode, kFinish = kFinishCode, kLuminance = kLuminanceCode;
}

}  // namespace chladni
