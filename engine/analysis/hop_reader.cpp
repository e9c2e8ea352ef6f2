#include "engine/analysis/hop_reader.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/tempo_space.h"

namespace chladni {

namespace {

constexpr float kLoudest = 100.0f;  // what is far over full scale says no more, and its power still fits a float

float heard(float s) { return std::isfinite(s) ? std::clamp(s, -kLoudest, kLoudest) : 0.0f; }

}  // namespace

HopReader::HopReader(double rate_hz, std::size_t window)
    : rate_hz_(rate_hz), pending_(static_cast<std::size_t>(rate_hz / kHopsPerSecond) + 2), window_(window) {}

std::int64_t HopReader::boundary(std::int64_t hop) const {
    return std::llround(static_cast<double>(hop) * rate_hz_ / kHopsPerSecond);
}

std::size_t HopReader::take(std::span<const float> mono) {
    const std::size_t count = std::min(mono.size(), hop_length() - filled_);
    std::ranges::transform(mono.first(count), pending_.begin() + static_cast<std::ptrdiff_t>(filled_), heard);
    filled_ += count;
    return count;
}

void HopReader::finish() {
    last_length_ = filled_;
    filled_ = 0;
    ++hops_;
    const auto length = static_cast<std::ptrdiff_t>(std::min(last_length_, window_.size()));
    std::shift_left(window_.begin(), window_.end(), length);
    std::copy_n(pending_.begin() + static_cast<std::ptrdiff_t>(last_length_) - length, length, window_.end() - length);
}

void HopReader::skip(Samples lost) {
    origin_ = end().value + static_cast<std::int64_t>(filled_) + lost.value;
    hops_ = 0;
    filled_ = 0;
    std::ranges::fill(window_, 0.0f);
}

}  // namespace chladni
