#pragma once

#include <cstdint>
#include <span>

#include "engine/render/modulation.h"

namespace chladni {

/// What a pass reads as its second picture.
enum class SecondPicture { kNone, kHistory, kSoft };

/// One effect: a shader of shaders/ and what drives it. A new effect is a shader, a row and a parameter.
struct EffectRow {
    const char* name;
    std::span<const std::uint32_t> spirv;
    float EffectDrive::* amount;  ///< 0: the pass is left out and costs nothing
    SecondPicture second;
};

/// In the order in which they run: what bends space, what remembers, what colours.
std::span<const EffectRow> effect_table();

/// The passes that are no effects.
namespace spirv {
extern const std::span<const std::uint32_t> kFullscreen, kBlend, kScale, kSoften, kFinish, kLuminance;
}

}  // namespace chladni
