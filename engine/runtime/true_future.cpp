#include "engine/runtime/true_future.h"

#include <cmath>

namespace chladni {

PlayingClip::Mono TrueFuture::mono_of_track(const TrackPtr& track) {
    if (!track) return nullptr;
    const ChannelChoice channels = input_.listens_to();
    for (const MonoTrack& known : mono_tracks_)
        if (known.track == track && known.channels == channels) return known.mono;
    if (mono_tracks_.size() > 1) mono_tracks_.erase(mono_tracks_.begin());
    auto mono = std::make_shared<const std::vector<float>>(mono_of(track->sound, channels));
    return mono_tracks_.emplace_back(track, channels, std::move(mono)).mono;
}

std::optional<PlayingClip> TrueFuture::now() {
    const std::optional<DeckView> deck = keeper_.deck();
    if (!deck || !deck->now || deck->now->sound.sample_rate != heard_.rate.load()) return std::nullopt;
    const auto mono = mono_of_track(deck->now), next = mono_of_track(deck->next);
    const float gain = std::pow(10.0f, heard_.condition.get().gain_db / 20.0f);
    return PlayingClip{mono, next, deck->place.head, deck->place.stream + Samples{heard_.ahead.load()}, deck->place.playing, gain};
}

}  // namespace chladni
