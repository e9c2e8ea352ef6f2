#include "engine/audio/resample.h"

#include <soxr.h>

#include <cmath>

#include "engine/base/check.h"

namespace chladni {

namespace {

std::vector<float> convert(std::span<const float> interleaved, int channels, double from_hz, double to_hz) {
    const std::size_t length = interleaved.size() / static_cast<std::size_t>(channels);
    const auto wanted = static_cast<std::size_t>(std::llround(static_cast<double>(length) * to_hz / from_hz));
    std::vector<float> out(wanted * static_cast<std::size_t>(channels), 0.0f);
    if (length == 0 || wanted == 0) return out;
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    std::size_t made = 0;
    const soxr_error_t error = soxr_oneshot(from_hz, to_hz, static_cast<unsigned>(channels), interleaved.data(), length, nullptr,
                                            out.data(), wanted, &made, nullptr, &quality, nullptr);
    require(error == nullptr, std::string("expected to resample sound, got: ") + (error ? error : ""));
    return out;
}

}  // namespace

std::vector<float> resample(std::span<const float> mono, double from_hz, double to_hz) {
    require(from_hz > 0 && to_hz > 0, "expected positive sample rates to resample between");
    if (from_hz == to_hz) return {mono.begin(), mono.end()};
    return convert(mono, 1, from_hz, to_hz);
}

AudioBuffer resample(const AudioBuffer& buffer, int to_hz) {
    if (buffer.sample_rate == to_hz) return buffer;
    return {to_hz, buffer.channels, convert(buffer.samples, buffer.channels, buffer.sample_rate, to_hz)};
}

}  // namespace chladni
