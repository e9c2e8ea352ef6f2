#pragma once

#include <QString>
#include <optional>

#include "engine/params/param_table.h"

namespace chladni {

/// "0.35", "-6.0 dB", "4": as many digits as the range needs.
QString format_value(const ParamRow& row, float value);
/// What was typed, with or without the unit, with point or comma. Nothing where it is no number.
std::optional<float> parse_value(const ParamRow& row, const QString& text);
/// One notch of the wheel or one arrow key: a fiftieth of the range, a tenth of that when fine; 1 for integers.
float step_of(const ParamRow& row, bool fine);
/// Tooltip: help, what the mouse does, id.
QString tooltip_of(const ParamRow& row);

}  // namespace chladni
