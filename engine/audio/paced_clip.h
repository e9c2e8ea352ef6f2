#pragma once

#include "engine/audio/audio_source.h"
#include "engine/audio/clip_deck.h"
#include "engine/base/worker.h"

namespace chladni {

/// A deck at the pace of the host's clock, for machines with nothing to hear it on. Once the deck is over it stands still
/// until a hand moves it.
class PacedClip : public AudioSource {
public:
    PacedClip(std::string name, std::shared_ptr<ClipDeck> deck, AudioInput& into);

    std::string name() const override { return name_; }
    int sample_rate() const override { return deck_->sample_rate(); }
    int channels() const override { return deck_->channels(); }
    bool ended() const override { return deck_->over(); }

private:
    void run(std::stop_token stop);

    std::string name_;
    std::shared_ptr<ClipDeck> deck_;
    AudioInput& into_;
    Worker thread_;
};

/// A deck through the default output device, whose clock then is the show's. Nothing where there is no output, or it does
/// not take the deck's rate.
std::unique_ptr<AudioSource> open_audible_deck(const std::string& name, std::shared_ptr<ClipDeck> deck, AudioInput& into);

}  // namespace chladni
