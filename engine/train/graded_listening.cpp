#include "engine/train/graded_listening.h"

namespace chladni::train {

at::Tensor GradedListening::said_at(double scale, WindowBatch batch, const FlowPoint& point) const {
    batch.scale = at::full_like(batch.scale, scale);                             // [B, 1]
    return teacher_.voice(batch)(point);                                         // [B, N, C]
}

FlowPoint GradedListening::point(const WindowBatch& batch, const ListeningModel&, const NamedTensors*) const {
    FlowPoint point = teacher_.point(batch);
    const at::Tensor deaf = said_at(0, batch, point), heard = said_at(1, batch, point);  // [B, N, C]
    point.velocity = at::lerp(deaf, heard, batch.scale.to(deaf.device()).unsqueeze(2));  // [B, N, C]
    return point;
}

}  // namespace chladni::train
