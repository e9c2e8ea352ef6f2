#pragma once

#include <string>
#include <vector>

namespace chladni {

/// A step of a training as it is drawn; what was not measured is negative.
struct LossPoint {
    double step = 0, loss = 0, held_back = -1, deaf = -1, other = -1;
};

/// The plot of a training, an SVG: the loss of every step and its running mean, and what the model makes of clips that it never saw,
/// with their own sound, with none and with another clip's. Pure.
std::string loss_plot(const std::vector<LossPoint>& points, const std::string& title);

/// Of a loss.csv.
std::vector<LossPoint> read_loss_points(const std::string& csv);

}  // namespace chladni
