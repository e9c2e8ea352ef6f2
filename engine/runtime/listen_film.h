#pragma once

#include <string>

#include "engine/analysis/net_listener.h"
#include "engine/measure/agreement.h"

namespace chladni {

struct ListenRequest {
    std::string film;
    std::string audio;            ///< the sound of another file; "": the film's own
    AgreementSettings settings;
    BeatNets nets;                ///< that help to hear the beat
};

/// A film, seen and heard, and what was made of it.
struct ListenReport {
    int width = 0, height = 0;
    std::size_t frames = 0;
    double frame_rate = 0, tempo_bpm = 0, beat_confidence = 0;
    double pictures_s = 0, sound_s = 0;  ///< how long they are
    SeenAndHeard film;                   ///< time 0: the sound's first sample
    Agreement agreement;
};

/// Reads pictures and sound once each, piece by piece: memory grows by some 300 bytes a frame. Throws Error: no film, no sound in
/// it, less than 2 s of both, no FFmpeg.
ListenReport listen_to_film(const ListenRequest& request);

}  // namespace chladni
