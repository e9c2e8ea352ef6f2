#pragma once

#include "engine/looks/field.h"

namespace chladni {

// One look each, one file each: draws a frame of it. Large soft shapes only: nothing smaller than a sixth of the height.
void draw_ink(const Motion& motion, const SmoothNoise& noise, Field& out);
void draw_plasma(const Motion& motion, const SmoothNoise& noise, Field& out);
void draw_aurora(const Motion& motion, const SmoothNoise& noise, Field& out);
void draw_smoke(const Motion& motion, const SmoothNoise& noise, Field& out);
void draw_ripples(const Motion& motion, const SmoothNoise& noise, Field& out);
void draw_petals(const Motion& motion, const SmoothNoise& noise, Field& out);
void draw_lava(const Motion& motion, const SmoothNoise& noise, Field& out);
void draw_silk(const Motion& motion, const SmoothNoise& noise, Field& out);

}  // namespace chladni
