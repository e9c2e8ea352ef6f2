#pragma once

#include <ostream>

#include "engine/measure/agreement.h"

namespace chladni {

/// Where a panel stands, px.
struct PanelPlace {
    double left = 0, top = 0, width = 360, height = 190;
};

// Each draws what was made of a film: pure.
/// Correlation by lag of the pair whose lag is told, what chance gives behind it, and the lag.
void draw_lag_panel(std::ostream& out, const Agreement& agreement, const PanelPlace& place);
/// How often the shifts gave what, and where the film stands.
void draw_null_panel(std::ostream& out, const Agreement& agreement, const PanelPlace& place);
/// z of each curve of the picture with each of the sound.
void draw_pairs_panel(std::ostream& out, const Agreement& agreement, const PanelPlace& place);

}  // namespace chladni
