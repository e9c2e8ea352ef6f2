#include "engine/analysis/song_loudness.h"

#include <ebur128.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr double kSilence_lufs = -70.0;
constexpr float kLoudest = 100.0f;  // 40 dB over full scale: more would only overflow the meter's powers

float heard(float s) { return std::isfinite(s) ? std::clamp(s, -kLoudest, kLoudest) : 0.0f; }

}  // namespace

struct SongLoudness::State {
    // The histogram is what keeps an hour as small as a second.
    explicit State(double rate_hz)
        : meter(ebur128_init(1, static_cast<unsigned long>(std::lround(rate_hz)), EBUR128_MODE_I | EBUR128_MODE_HISTOGRAM)) {
        require(meter != nullptr, "expected a loudness meter for this sample rate, got none; use a rate of 1 to 768 kHz");
        ebur128_set_channel(meter, 0, EBUR128_DUAL_MONO);
    }
    ~State() { ebur128_destroy(&meter); }

    ebur128_state* meter;
};

SongLoudness::SongLoudness(double rate_hz) : state_(std::make_unique<State>(rate_hz)) {}
SongLoudness::~SongLoudness() = default;

void SongLoudness::add(std::span<const float> mono) {
    std::array<float, 1024> piece;
    while (!mono.empty()) {
        const auto part = mono.first(std::min(mono.size(), piece.size()));
        std::ranges::transform(part, piece.begin(), heard);
        ebur128_add_frames_float(state_->meter, piece.data(), part.size());
        mono = mono.subspan(part.size());
    }
}

double SongLoudness::lufs() const {
    double lufs = kSilence_lufs;
    ebur128_loudness_global(state_->meter, &lufs);
    return std::isfinite(lufs) ? std::max(lufs, kSilence_lufs) : kSilence_lufs;
}

}  // namespace chladni
