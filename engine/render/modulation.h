#pragma once

#include "engine/params/param_table.h"
#include "engine/types/beat_grid.h"
#include "engine/types/feature_frame.h"

namespace chladni {

/// What the effects get for one display frame, after the sound has moved the amounts.
struct EffectDrive {
    float zoom = 0, trail = 0, hue = 0, glow = 0, kaleidoscope = 0, displace = 0, relief = 0;  ///< amounts 0..1
    float kick = 0, snare = 0, hat = 0, bass = 0, level = 0, brightness = 0;       ///< the sound, 0..1
    float beat_phase = 0;   ///< 0..1 within the beat
    float time_s = 0;       ///< stream time, for slow motion
    int segments = 6;
};

/// Pure: the same sound and parameters give the same drive.
EffectDrive drive_effects(const ParamValues& params, const FeatureFrame& sound, const BeatGrid& grid, Seconds now);

}  // namespace chladni
