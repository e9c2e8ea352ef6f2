#pragma once

namespace chladni {

/// Whether sound of that sample rate can be analysed: from what hears a kick to what the fastest sound cards give.
inline bool can_be_analysed(double rate_hz) { return rate_hz >= 2000.0 && rate_hz <= 768000.0; }

}  // namespace chladni
