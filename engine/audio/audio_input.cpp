#include "engine/audio/audio_input.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace chladni {

// `at(sample, channel)` reads the driver's buffer, whichever way it lies.
template <typename At>
void AudioInput::take(std::size_t frames, std::size_t channels, std::int64_t host_ns, At&& at) noexcept {
    // The anchor stands at the beginning of the piece: that is the moment its host time belongs to.
    const std::int64_t begin = position_.load(std::memory_order_relaxed);
    anchor_.set({Samples{begin}, host_ns});
    const ChannelSpan heard = span_of(listens_to(), channels);
    constexpr std::size_t kPiece = 256;
    std::array<float, kPiece> mono;
    for (std::size_t done = 0; done < frames;) {
        const std::size_t count = std::min(kPiece, frames - done);
        for (std::size_t i = 0; i < count; ++i) {
            float sum = 0.0f;
            for (std::size_t c = heard.begin; c < heard.end; ++c) {
                const float sample = at(done + i, c);
                meter_.hear(c, sample);
                if (std::isfinite(sample)) sum += sample;
            }
            mono[i] = sum / static_cast<float>(std::max<std::size_t>(1, heard.size()));
        }
        pass_on({mono.data(), count});
        done += count;
    }
    position_.store(begin + static_cast<std::int64_t>(frames), std::memory_order_release);
}

void AudioInput::on_audio(const float* interleaved, std::size_t frames, int channels, std::int64_t host_ns) noexcept {
    const auto step = static_cast<std::size_t>(channels);
    take(frames, step, host_ns, [&](std::size_t i, std::size_t c) { return interleaved[i * step + c]; });
}

void AudioInput::on_audio(std::span<const float* const> rows, std::size_t frames, std::int64_t host_ns) noexcept {
    take(frames, rows.size(), host_ns, [&](std::size_t i, std::size_t c) { return rows[c][i]; });
}

void AudioInput::pass_on(std::span<const float> mono) noexcept {
    static constexpr std::array<float, 256> kSilence{};
    while (owed_ > 0) {
        const std::size_t count = std::min(owed_, kSilence.size());
        const std::size_t taken = ring_.push(std::span(kSilence).first(count));
        owed_ -= taken;
        if (taken < count) break;
    }
    const std::size_t taken = owed_ > 0 ? 0 : ring_.push(mono);
    owed_ += mono.size() - taken;
    dropped_.fetch_add(mono.size() - taken, std::memory_order_relaxed);
}

}  // namespace chladni
