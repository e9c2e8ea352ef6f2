#include "engine/audio/clip_deck.h"

#include <algorithm>
#include <utility>

namespace chladni {

void ClipDeck::send(const Command& command) {
    const std::lock_guard lock(mutex_);
    commands_.push(command);
}

void ClipDeck::put_on(TrackPtr track, bool now) {
    const std::lock_guard lock(mutex_);
    const Loaded loaded{track.get(), track ? ++numbers_ : 0};
    if (!commands_.push({now ? Command::Kind::kNow : Command::Kind::kNext, 0, 0, loaded})) return;
    next_number_ = now ? 0 : loaded.number;
    if (now) now_number_ = loaded.number;
    if (track) kept_.emplace_back(loaded.number, std::move(track));
}

DeckView ClipDeck::view() {
    const std::lock_guard lock(mutex_);
    std::uint64_t number = 0;
    while (played_.pop(number)) std::erase_if(kept_, [&](const auto& entry) { return entry.first == number; });
    DeckView view{place(), nullptr, nullptr};
    for (const auto& [kept, track] : kept_) {
        if (kept == std::max(view.place.track, now_number_)) view.now = track;
        else if (kept == next_number_) view.next = track;
    }
    // Put on, but not begun: no callback has come since.
    if (view.now && view.place.track < now_number_) view.place.head = {0, view.now->sound.length().value};
    return view;
}

void ClipDeck::obey() noexcept {
    for (Command command; commands_.pop(command);) obey(command);
}

void ClipDeck::obey(const Command& command) noexcept {
    switch (command.kind) {
        case Command::Kind::kPlay: playing_ = command.a != 0; break;
        case Command::Kind::kWrap: head_.wraps = command.a != 0; break;
        case Command::Kind::kSpans: head_.spans = command.a != 0; break;
        case Command::Kind::kMarkIn: head_.from = head_.at; break;
        case Command::Kind::kSeek:
            head_.at = std::clamp<std::int64_t>(command.a, 0, head_.length);
            over_ = false;
            break;
        case Command::Kind::kMarkOut:
            head_.to = head_.at;
            head_.spans = head_.from < head_.to;
            break;
        case Command::Kind::kSpan:
            head_.from = std::clamp<std::int64_t>(command.a, 0, head_.length);
            head_.to = std::clamp<std::int64_t>(command.b, 0, head_.length);
            break;
        case Command::Kind::kNow:
            if (next_.track) played_.push(next_.number);
            next_ = {};
            start(command.loaded);
            break;
        case Command::Kind::kNext:
            if (next_.track) played_.push(next_.number);
            next_ = command.loaded;
            break;
    }
}

void ClipDeck::start(const Loaded& loaded) noexcept {
    if (now_.track) played_.push(now_.number);
    now_ = loaded;
    const bool spans = head_.spans, wraps = head_.wraps;
    head_ = {};
    head_.spans = spans;  // A and B belong to a track, the switches to the hands
    head_.wraps = wraps;
    head_.length = now_.track ? now_.track->sound.length().value : 0;
    over_ = false;
}

// A run has come to its end: the loop, the next track, or nothing.
void ClipDeck::go_on() noexcept {
    if (head_.jump()) return;
    over_ = next_.track == nullptr;
    if (!over_) start(std::exchange(next_, {}));
}

void ClipDeck::publish(Samples stream) noexcept { place_.set({stream, head_, now_.number, playing_, over_}); }

bool ClipDeck::next(float* interleaved, std::size_t frames, Samples stream) noexcept {
    obey();
    const auto channels = static_cast<std::size_t>(channels_);
    std::size_t done = 0;
    for (int jumps = 0; playing_ && done < frames && jumps < 64;) {
        if (head_.run() == 0) {
            go_on();
            if (over_) break;
            ++jumps;  // a playlist of empty files must not hold the callback up
        }
        const std::size_t count = std::min(frames - done, static_cast<std::size_t>(head_.run()));
        if (count > 0) std::copy_n(now_.track->sound.samples.data() + static_cast<std::size_t>(head_.at) * channels, count * channels, interleaved + done * channels);
        head_.at += static_cast<std::int64_t>(count);
        done += count;
    }
    std::fill_n(interleaved + done * channels, (frames - done) * channels, 0.0f);
    if (playing_ && head_.run() == 0) go_on();  // over with its last sample, not a piece later
    publish(stream + Samples{static_cast<std::int64_t>(frames)});
    return done > 0 || !over_;
}

}  // namespace chladni
