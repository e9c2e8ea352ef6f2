#include "engine/analysis/song_loudness.h"

#include "engine/analysis/loudness_meter.h"

namespace chladni {

struct SongLoudness::State {
    LoudnessMeter meter;
};

// The histogram is what keeps an hour as small as a second.
SongLoudness::SongLoudness(double rate_hz) : state_(new State{open_loudness_meter(rate_hz, EBUR128_MODE_I | EBUR128_MODE_HISTOGRAM)}) {}
SongLoudness::~SongLoudness() = default;

void SongLoudness::add(std::span<const float> mono) { feed(state_->meter, mono); }

double SongLoudness::lufs() const {
    double lufs = kSilence_lufs;
    ebur128_loudness_global(state_->meter.get(), &lufs);
    return audible(lufs);
}

}  // namespace chladni
