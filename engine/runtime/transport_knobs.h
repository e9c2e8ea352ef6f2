#pragma once

#include "engine/audio/device_keeper.h"
#include "engine/params/parameter_store.h"

namespace chladni {

/// Lets parameters move the file player, so that the window, MIDI and presets reach it alike. One thread, which looks often.
class TransportKnobs {
public:
    TransportKnobs(ParameterStore& params, DeviceKeeper& keeper);

    /// Hands on what has changed since the last look. Buttons (next track, loop from here) jump back to off.
    void look();

private:
    bool pressed(ParamId button);
    bool changed(ParamId id, float& last);

    ParameterStore& params_;
    DeviceKeeper& keeper_;
    float play_ = 1, loop_ = 1, span_ = 0, seek_ = 0;
};

}  // namespace chladni
