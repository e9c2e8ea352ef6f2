#pragma once

#include <string>
#include <vector>

#include "engine/train/loss_log.h"

namespace chladni {

/// The plot of a training, an SVG: the loss of every step and its running mean, and what the model makes of clips that it never saw,
/// with their own sound and caption, with no sound, with another clip's sound or caption. Pure.
std::string loss_plot(const std::vector<train::LossRow>& rows, const std::string& title);

}  // namespace chladni
