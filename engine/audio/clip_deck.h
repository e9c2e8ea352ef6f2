#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <vector>

#include "engine/audio/deck_head.h"
#include "engine/audio/track.h"
#include "engine/base/latest.h"
#include "engine/base/spsc_ring.h"
#include "engine/base/units.h"

namespace chladni {

/// Where the deck stood when the input's count did so. Trivially copyable.
struct DeckPlace {
    Samples stream;            ///< at this position of the input ...
    DeckHead head;             ///< ... the track was here
    std::uint64_t track = 0;   ///< number of the track, growing with each that is put on; 0: none
    bool playing = true;       ///< false: paused, silence comes
    bool over = false;         ///< the last track has ended
};

/// What plays now and what follows it, with the place: the true future of a file.
struct DeckView {
    DeckPlace place;
    TrackPtr now, next;
};

/// A player of files: play, pause, seek, loops, and the next track without a gap. One audio (or pacing) thread takes its
/// samples, realtime-safe; hands reach it by a ring, so that nobody waits for anybody.
class ClipDeck {
public:
    ClipDeck(int sample_rate, int channels) : rate_(sample_rate), channels_(channels) {}
    ClipDeck(const ClipDeck&) = delete;
    ClipDeck& operator=(const ClipDeck&) = delete;

    int sample_rate() const { return rate_; }
    int channels() const { return channels_; }

    /// Any thread. At once, or after the one that plays; nothing takes the next one off again. Conformed to the deck.
    void put_on(TrackPtr track, bool now);
    void play(bool on) { send({Command::Kind::kPlay, on}); }
    void seek(Samples at) { send({Command::Kind::kSeek, at.value}); }
    void wrap(bool on) { send({Command::Kind::kWrap, on}); }               ///< the track starts again at its end
    void mark_in() { send({Command::Kind::kMarkIn}); }                     ///< A is here
    void mark_out() { send({Command::Kind::kMarkOut}); }                   ///< B is here, and the A-B loop is on
    void set_span(Samples from, Samples to) { send({Command::Kind::kSpan, from.value, to.value}); }
    void loop_span(bool on) { send({Command::Kind::kSpans, on}); }

    /// Any thread; also lets go of tracks that have been played.
    DeckView view();
    DeckPlace place() const { return place_.get(); }
    bool over() const { return place_.get().over; }

    /// Audio thread. The next `frames` samples, interleaved in channels(); silence while paused and once it is over.
    /// `stream`: where the input stands. False where it was over before.
    bool next(float* interleaved, std::size_t frames, Samples stream) noexcept;

private:
    struct Loaded {
        const Track* track = nullptr;
        std::uint64_t number = 0;
    };
    struct Command {
        enum class Kind { kPlay, kSeek, kWrap, kMarkIn, kMarkOut, kSpan, kSpans, kNow, kNext } kind;
        std::int64_t a = 0, b = 0;
        Loaded loaded{};
    };
    void send(const Command& command);
    void obey() noexcept;
    void obey(const Command& command) noexcept;
    void start(const Loaded& loaded) noexcept;
    void go_on() noexcept;
    void publish(Samples stream) noexcept;

    int rate_, channels_;
    // Hands' side. The mutex makes them one writer of the ring and keeps the tracks; the audio thread never takes it.
    std::mutex mutex_;
    std::vector<std::pair<std::uint64_t, TrackPtr>> kept_;  // in the order in which they were put on
    std::uint64_t numbers_ = 0, now_number_ = 0, next_number_ = 0;  // the last one, and those put on last
    SpscRing<Command> commands_{256};      // hands -> audio thread; full (nobody plays): refused
    SpscRing<std::uint64_t> played_{256};  // audio thread -> hands: numbers that are needed no more
    // Audio thread's own:
    Loaded now_, next_;
    DeckHead head_;
    bool playing_ = true, over_ = false;
    Latest<DeckPlace> place_;
};

}  // namespace chladni
