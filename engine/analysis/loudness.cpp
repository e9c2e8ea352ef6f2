#include "engine/analysis/loudness.h"

#include <ebur128.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/check.h"

namespace chladni {

namespace {

struct Close {
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};
using Meter = std::unique_ptr<ebur128_state, Close>;

constexpr double kSilence_lufs = -70.0;

Meter open_meter(double rate_hz, int mode) {
    Meter meter(ebur128_init(1, static_cast<unsigned long>(std::lround(rate_hz)), mode));
    require(meter != nullptr, "expected a loudness meter for this sample rate, got none; use a rate of 1 to 768 kHz");
    ebur128_set_channel(meter.get(), 0, EBUR128_DUAL_MONO);
    return meter;
}

// What is no number is silence: the meter's filters would keep it for good.
void feed(ebur128_state* meter, std::span<const float> mono) {
    std::array<float, 1024> piece;
    while (!mono.empty()) {
        const auto part = mono.first(std::min(mono.size(), piece.size()));
        std::ranges::transform(part, piece.begin(), [](float s) { return std::isfinite(s) ? s : 0.0f; });
        ebur128_add_frames_float(meter, piece.data(), part.size());
        mono = mono.subspan(part.size());
    }
}

double audible(double lufs) { return std::isfinite(lufs) ? std::max(lufs, kSilence_lufs) : kSilence_lufs; }

}  // namespace

struct Loudness::State {
    Meter meter;
};

Loudness::Loudness(double rate_hz) : state_(new State{open_meter(rate_hz, EBUR128_MODE_S)}) {}
Loudness::~Loudness() = default;

void Loudness::add(std::span<const float> mono) { feed(state_->meter.get(), mono); }

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

double integrated_lufs(std::span<const float> mono, double rate_hz) {
    const Meter meter = open_meter(rate_hz, EBUR128_MODE_I | EBUR128_MODE_HISTOGRAM);
    feed(meter.get(), mono);
    double lufs = kSilence_lufs;
    ebur128_loudness_global(meter.get(), &lufs);
    return audible(lufs);
}

}  // namespace chladni
