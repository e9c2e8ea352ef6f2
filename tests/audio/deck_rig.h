#pragma once

#include <memory>
#include <vector>

#include "engine/audio/clip_deck.h"

namespace chladni {

inline TrackPtr track_of(std::vector<float> samples, std::size_t index = 0, int channels = 1, int rate = 48000) {
    return std::make_shared<const Track>(Track{"track " + std::to_string(index), index, {rate, channels, std::move(samples)}});
}

/// A deck that plays one file, in a loop or once.
inline std::shared_ptr<ClipDeck> deck_of(AudioBuffer sound, bool loop) {
    auto deck = std::make_shared<ClipDeck>(sound.sample_rate, sound.channels);
    deck->put_on(std::make_shared<const Track>(Track{"a file", 0, std::move(sound)}), true);
    deck->wrap(loop);
    return deck;
}

}  // namespace chladni
