#include "engine/audio/playlist_player.h"

#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr double kAgain_s = 3.0;  // "previous" after so much of a track is its beginning

}  // namespace

PlaylistPlayer::PlaylistPlayer(std::vector<std::string> paths, ClipLoader load, bool loop)
    : paths_(std::move(paths)), load_(std::move(load)), loop_(loop) {
    require(!paths_.empty(), "expected a file to play, got none");
    const TrackPtr first = first_readable(0, +1);
    if (!first) throw Error(complaint_);
    index_ = first->index;
    deck_->put_on(first, true);
    tend();
}

// The deck takes the shape of the first file that is read, all others are conformed to it.
TrackPtr PlaylistPlayer::load(std::size_t index) {
    try {
        AudioBuffer sound = load_(paths_[index]);
        if (!deck_) deck_ = std::make_shared<ClipDeck>(sound.sample_rate, sound.channels);
        return std::make_shared<const Track>(Track{paths_[index], index, conform(std::move(sound), deck_->sample_rate(), deck_->channels())});
    } catch (const std::exception& error) {
        broken_.insert(index);
        complaint_ = error.what();
        return nullptr;
    }
}

std::optional<std::size_t> PlaylistPlayer::after(std::size_t index, int by) const {
    if (by > 0 && index + 1 < paths_.size()) return index + 1;
    if (by < 0 && index > 0) return index - 1;
    if (!loop_ || paths_.size() < 2) return std::nullopt;
    return by > 0 ? 0 : paths_.size() - 1;
}

TrackPtr PlaylistPlayer::first_readable(std::size_t index, int by) {
    std::optional<std::size_t> at = index;
    for (std::size_t tries = 0; at && tries < paths_.size(); ++tries, at = after(*at, by))
        if (!broken_.contains(*at))
            if (TrackPtr track = load(*at)) return track;
    return nullptr;
}

void PlaylistPlayer::tend() {
    const DeckView view = deck_->view();
    if (view.now && view.now->index != index_) {
        index_ = view.now->index;
        waiting_.reset();
    }
    if (const bool wraps = loop_ && paths_.size() - broken_.size() == 1; wraps != wraps_) deck_->wrap(wraps_ = wraps);
    const std::optional<std::size_t> wanted = wraps_ ? std::nullopt : after(index_, +1);
    if (wanted == waiting_ && !(view.place.over && wanted)) return;
    const TrackPtr track = wanted ? first_readable(*wanted, +1) : nullptr;
    if (track || waiting_) deck_->put_on(track, false);
    waiting_ = wanted;
}

void PlaylistPlayer::step(int by) {
    const DeckView view = deck_->view();
    const bool well_in = static_cast<double>(view.place.head.at) > kAgain_s * deck_->sample_rate();
    const std::optional<std::size_t> to = after(index_, by);
    if (!to || (by < 0 && well_in)) return deck_->seek(by < 0 || loop_ ? Samples{0} : Samples{view.place.head.length});
    const TrackPtr track = first_readable(*to, by);
    if (!track) return;
    index_ = track->index;
    waiting_.reset();
    deck_->put_on(track, true);
    tend();
}

}  // namespace chladni
