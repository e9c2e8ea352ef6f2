#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/audio/audio_input.h"
#include "engine/audio/device_keeper.h"
#include "engine/runtime/analysis_loop.h"
#include "engine/runtime/clip_walk.h"

namespace chladni {

/// What is going to sound while a file plays: the deck's tracks as the analysis will hear them, and where they stand on show
/// time. One thread, the generation's.
class TrueFuture {
public:
    TrueFuture(const AudioInput& input, const DeviceKeeper& keeper, const Heard& heard) : input_(input), keeper_(keeper), heard_(heard) {}

    /// Nothing where no file plays, or the show still counts at another rate.
    std::optional<PlayingClip> now();

private:
    // Tracks as one channel, made once per track and choice of channels.
    struct MonoTrack {
        TrackPtr track;
        ChannelChoice channels;
        PlayingClip::Mono mono;
    };
    PlayingClip::Mono mono_of_track(const TrackPtr& track);

    const AudioInput& input_;
    const DeviceKeeper& keeper_;
    const Heard& heard_;
    std::vector<MonoTrack> mono_tracks_;  // two at most: what plays and what follows
};

}  // namespace chladni
