#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/audio/deck_head.h"
#include "engine/base/units.h"

namespace chladni {

/// A file that plays now, as far as the show needs to know: its sound, where it stands, and what follows it.
struct PlayingClip {
    using Mono = std::shared_ptr<const std::vector<float>>;
    Mono mono;             ///< the track, one channel at the show's rate
    Mono next;             ///< the one after it; null: nothing, or this one again (head.wraps)
    DeckHead head;         ///< it stands here ...
    Samples show;          ///< ... when show time does so
    bool playing = true;   ///< false: paused, silence comes
    float gain = 1.0f;     ///< of what is heard against the file
};

/// Reads on from where a file stands, as the deck will: round its loops and into the next track.
class ClipWalk {
public:
    explicit ClipWalk(const PlayingClip& playing) : playing_(playing), head_(playing.head) {}

    /// To another moment of show time, before anything was read. Before the present it only knows the same track.
    void go_to(Samples show);
    void read(std::span<float> out);
    /// Into nothing: as read(), without the sound.
    void skip(std::int64_t samples) { walk(samples, nullptr); }

private:
    void copy(std::span<float> out) const;
    void walk(std::int64_t samples, float* out);
    bool go_on();

    const PlayingClip& playing_;
    DeckHead head_;
    bool in_next_ = false, over_ = false;
};

}  // namespace chladni
