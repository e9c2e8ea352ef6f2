#pragma once

#include <vector>

#include "engine/train/listening_model.h"

namespace chladni::train {

/// The way from noise to picture in a few pieces, each to be gone straight, in one step of Euler's (Yan et al. 2024, "PeRFlow: Piecewise
/// Rectified Flow as Universal Plug-and-Play Accelerator", section 3): a piece begins at a clip with the noise of its first level, the
/// teacher goes it in small steps, and what is learnt is the straight line between its ends. One thread.
class StraightFlow {
public:
    /// `borders`: noise levels of the pieces' ends, from the noisiest down to 0.
    StraightFlow(ListeningModel teacher, std::vector<double> borders) : teacher_(std::move(teacher)), borders_(std::move(borders)) {}

    /// The batch on straight pieces. Half of the rows stand at their piece's beginning, where a sampler of so many steps asks, the
    /// others on the way.
    FlowPoint point(const WindowBatch& batch) const;

private:
    ListeningModel teacher_;
    std::vector<double> borders_;
};

}  // namespace chladni::train
