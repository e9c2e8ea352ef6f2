#include "engine/analysis/loudness.h"

#include "engine/analysis/loudness_meter.h"

namespace chladni {

struct Loudness::State {
    LoudnessMeter meter;
};

Loudness::Loudness(double rate_hz) : state_(new State{open_loudness_meter(rate_hz, EBUR128_MODE_S)}) {}
Loudness::~Loudness() = default;

void Loudness::add(std::span<const float> mono) { feed(state_->meter, mono); }

float Loudness::momentary_lufs() const {
    double lufs = kSilence_lufs;
    ebur128_loudness_momentary(state_->meter.get(), &lufs);
    return static_cast<float>(audible(lufs));
}

float Loudness::short_term_lufs() const {
    double lufs = kSilence_lufs;
    ebur128_loudness_shortterm(state_->meter.get(), &lufs);
    return static_cast<float>(audible(lufs));
}

}  // namespace chladni
