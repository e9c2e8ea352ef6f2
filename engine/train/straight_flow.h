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
    /// others on the way. The frames that `pupil` is given are such as it makes itself in its last step, as they are in a show, where it
    /// goes on from its own: what it gets wrong in them must not grow (Huang et al. 2025, "Self Forcing", of which this is one step).
    FlowPoint point(const WindowBatch& batch, const ListeningModel& pupil) const;

private:
    at::Tensor made_by(const ListeningModel& pupil, WindowBatch batch) const;
    ListeningModel teacher_;
    std::vector<double> borders_;
};

}  // namespace chladni::train
