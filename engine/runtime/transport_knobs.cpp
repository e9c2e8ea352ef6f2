#include "engine/runtime/transport_knobs.h"

#include <utility>

namespace chladni {

TransportKnobs::TransportKnobs(ParameterStore& params, DeviceKeeper& keeper) : params_(params), keeper_(keeper) {}

bool TransportKnobs::pressed(ParamId button) {
    if (params_.get(button) < 0.5f) return false;
    params_.set(button, 0);
    return true;
}

bool TransportKnobs::changed(ParamId id, float& last) {
    const float now = params_.get(id);
    return now != std::exchange(last, now);
}

void TransportKnobs::look() {
    if (changed(ParamId::kPlay, play_)) keeper_.play(play_ >= 0.5f);
    if (changed(ParamId::kLoop, loop_)) keeper_.loop(loop_ >= 0.5f);
    if (pressed(ParamId::kLoopIn)) keeper_.mark_in();
    if (pressed(ParamId::kLoopOut)) {
        keeper_.mark_out();
        params_.set(ParamId::kLoopSpan, span_ = 1);
    }
    if (changed(ParamId::kLoopSpan, span_)) keeper_.loop_span(span_ >= 0.5f);
    if (changed(ParamId::kSeek, seek_)) keeper_.seek_share(static_cast<double>(seek_));
    if (pressed(ParamId::kNextTrack)) keeper_.step(+1);
    if (pressed(ParamId::kPreviousTrack)) keeper_.step(-1);
}

}  // namespace chladni
