#pragma once

#include "engine/audio/audio_source.h"
#include "engine/audio/clip_player.h"
#include "engine/base/worker.h"

namespace chladni {

/// A file at the pace of the host's clock, for machines with nothing to hear it on.
class PacedClip : public AudioSource {
public:
    PacedClip(std::string name, AudioBuffer clip, bool loop, AudioInput& into);

    std::string name() const override { return name_; }
    int sample_rate() const override { return player_.sample_rate(); }
    bool ended() const override { return player_.over(); }

private:
    void run(std::stop_token stop);

    std::string name_;
    ClipPlayer player_;
    AudioInput& into_;
    Worker thread_;
};

/// A file through the default output device, whose clock then is the show's. Nothing where there is no output, or it does
/// not take the file's rate: then the clip is handed back.
std::unique_ptr<AudioSource> open_audible_clip(const std::string& name, AudioBuffer& clip, bool loop, AudioInput& into);

}  // namespace chladni
