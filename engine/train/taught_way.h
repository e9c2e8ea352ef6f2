#pragma once

#include "engine/train/listening_model.h"

namespace chladni::train {

/// Where a model that learns from another one is asked, and what it is to say there. One thread.
class TaughtWay {
public:
    virtual ~TaughtWay() = default;

    /// The batch on that way. `values`: instead of the trained weights of `pupil`, an average; else null.
    virtual FlowPoint point(const WindowBatch& batch, const ListeningModel& pupil, const NamedTensors* values = nullptr) const = 0;
};

}  // namespace chladni::train
