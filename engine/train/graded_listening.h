#pragma once

#include "engine/train/taught_way.h"

namespace chladni::train {

/// audio_scale as a measure: at 0.5 half of the teacher's answer to the sound, at 1.5 one and a half of it. What is to be said on the clip's own way
/// is deaf + audio_scale (heard - deaf), as guidance mixes two answers (Ho and Salimans 2022, "Classifier-Free Diffusion Guidance", equation 6), with
/// the sound in the place of the words. A model that heard nothing but audio_scale 1 answers at a half with more than half of it, and
/// beyond 1 less truly.
class GradedListening : public TaughtWay {
public:
    explicit GradedListening(ListeningModel teacher) : teacher_(std::move(teacher)) {}

    FlowPoint point(const WindowBatch& batch, const ListeningModel& pupil, const NamedTensors* values = nullptr) const override;

private:
    at::Tensor said_at(double scale, WindowBatch batch, const FlowPoint& point) const;
    ListeningModel teacher_;
};

}  // namespace chladni::train
