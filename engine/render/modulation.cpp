#include "engine/render/modulation.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

float inside(float value) { return std::clamp(value, 0.0f, 1.0f); }

}  // namespace

EffectDrive drive_effects(const ParamValues& params, const FeatureFrame& sound, const BeatGrid& grid, Seconds now) {
    const float all = params[ParamId::kFxAmount], react = params[ParamId::kFxReact];
    EffectDrive drive;
    drive.kick = inside(sound.kick);
    drive.snare = inside(sound.snare);
    drive.hat = inside(sound.hat);
    drive.bass = inside(std::max(sound.bands[0], sound.bands[1]));
    drive.level = inside(sound.level);
    drive.brightness = inside(sound.brightness);
    const double beat = grid.beat_at(now).value;
    drive.beat_phase = static_cast<float>(beat - std::floor(beat));
    drive.time_s = static_cast<float>(std::fmod(now.value, 3600.0));  // float keeps its grain for an hour
    drive.segments = static_cast<int>(params[ParamId::kFxSegments]);
    // Each effect is there by its own amount and moves with the sound that suits it; at react 0 it stands still.
    drive.zoom = inside(all * params[ParamId::kFxZoom] * react * drive.kick);
    drive.displace = inside(all * params[ParamId::kFxDisplace] * (0.35f + react * 0.9f * drive.bass));
    drive.kaleidoscope = inside(all * params[ParamId::kFxKaleidoscope]);
    drive.trail = inside(all * params[ParamId::kFxTrail] * (0.7f + react * 0.5f * drive.level));
    drive.relief = inside(all * params[ParamId::kFxRelief] * (0.7f + react * 0.6f * drive.hat));
    drive.hue = inside(all * params[ParamId::kFxHue] * (0.5f + react * 0.7f * drive.level));
    drive.glow = inside(all * params[ParamId::kFxGlow] * (0.45f + react * (0.5f * drive.level + 0.6f * drive.kick)));
    return drive;
}

}  // namespace chladni
