#pragma once

#include <memory>
#include <string>

#include "engine/audio/channel_choice.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

/// A decoded file of a playlist. Never changed once made, so that the deck plays it, the generator foresees it and nobody
/// copies it.
struct Track {
    std::string path;
    std::size_t index = 0;  ///< its place in the playlist, from 0
    AudioBuffer sound;
};
using TrackPtr = std::shared_ptr<const Track>;

/// The same sound at another rate and number of channels: one playlist goes through one output without a gap. Channels that
/// are missing repeat the last one; those beyond are left out.
AudioBuffer conform(AudioBuffer sound, int sample_rate, int channels);

/// What the show hears of it: the mean of the chosen channels.
std::vector<float> mono_of(const AudioBuffer& sound, ChannelChoice choice);

}  // namespace chladni
