#include "engine/runtime/film_sound.h"

#include <algorithm>
#include <cmath>

#include "engine/audio/resample.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

namespace {

constexpr double kMargin_s = 1.0;  // before and after, for the resampler's filter; whole samples at any whole rate

}  // namespace

FilmSound::FilmSound(const std::filesystem::path& film) : reader_(film) { read(); }

bool FilmSound::read() {
    const auto piece = reader_.next();
    mix_to_mono(piece, reader_.channels(), mono_);
    kept_.insert(kept_.end(), mono_.begin(), mono_.end());
    return !piece.empty();
}

// Samples of the file's own rate, counted from its first one; silence before it and after its last one.
std::vector<float> FilmSound::window(std::int64_t first, std::int64_t length) {
    const auto end = [&] { return first_ + static_cast<std::int64_t>(kept_.size()); };
    const auto forget = [&] {
        const std::int64_t past = std::clamp<std::int64_t>(first - first_, 0, static_cast<std::int64_t>(kept_.size()));
        kept_.erase(kept_.begin(), kept_.begin() + past);
        first_ += past;
    };
    forget();
    while (end() < first + length && read()) forget();
    std::vector<float> out(static_cast<std::size_t>(length), 0.0f);
    for (std::int64_t i = std::max(first, first_); i < std::min(first + length, end()); ++i)
        out[static_cast<std::size_t>(i - first)] = kept_[static_cast<std::size_t>(i - first_)];
    return out;
}

std::vector<float> FilmSound::take(double from_s, double duration_s, double rate_hz) {
    const double own_hz = reader_.sample_rate();
    const std::int64_t first = std::llround((from_s - reader_.start_s() - kMargin_s) * own_hz);
    const std::vector<float> wide = resample(window(first, std::llround((duration_s + 2 * kMargin_s) * own_hz)), own_hz, rate_hz);
    const auto skipped = static_cast<std::size_t>(std::llround(kMargin_s * rate_hz));
    const auto wanted = static_cast<std::size_t>(std::llround(duration_s * rate_hz));
    std::vector<float> out(wanted, 0.0f);
    for (std::size_t i = 0; i < wanted && skipped + i < wide.size(); ++i) out[i] = wide[skipped + i];
    return out;
}

}  // namespace chladni
