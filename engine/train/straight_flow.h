#pragma once

#include <vector>

#include "engine/train/taught_way.h"

namespace chladni::train {

/// The way from noise to picture in a few pieces, each to be gone straight, in one step of Euler's (Yan et al. 2024, "PeRFlow: Piecewise
/// Rectified Flow as Universal Plug-and-Play Accelerator", section 3): a piece begins at a clip with the noise of its first level, the
/// teacher goes it in small steps, and what is learnt is the straight line between its ends. One thread.
class StraightFlow : public TaughtWay {
public:
    /// `borders`: noise levels of the pieces' ends, from the noisiest down to 0.
    StraightFlow(ListeningModel teacher, std::vector<double> borders) : teacher_(std::move(teacher)), borders_(std::move(borders)) {}

    /// The batch on straight pieces. Rows of the first half of a piece are put at its beginning, where a sampler of so many steps
    /// asks; those of the other half are spread over all of it. The frames that `pupil` (with `values` in the place of its weights, where
    /// not null) is given are what its own last step makes of the clip's: in a show it goes on from what it made itself, and
    /// what it gets wrong there must not grow (the reason of Huang et al. 2025, "Self Forcing", who go all the way).
    FlowPoint point(const WindowBatch& batch, const ListeningModel& pupil, const NamedTensors* values = nullptr) const override;

private:
    at::Tensor given_by(const ListeningModel& pupil, const NamedTensors* values, const WindowBatch& batch) const;
    ListeningModel teacher_;
    std::vector<double> borders_;
};

}  // namespace chladni::train
