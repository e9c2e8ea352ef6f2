#include "engine/audio/audio_input.h"

#include <algorithm>
#include <array>

namespace chladni {

void AudioInput::on_audio(const float* interleaved, std::size_t frames, int channels, std::int64_t host_ns) noexcept {
    // The anchor stands at the beginning of the piece: that is the moment its host time belongs to.
    const std::int64_t begin = position_.load(std::memory_order_relaxed);
    anchor_.set({Samples{begin}, host_ns});
    constexpr std::size_t kPiece = 256;
    std::array<float, kPiece> mono;
    const auto step = static_cast<std::size_t>(channels);
    for (std::size_t done = 0; done < frames;) {
        const std::size_t count = std::min(kPiece, frames - done);
        for (std::size_t i = 0; i < count; ++i) {
            float sum = 0.0f;
            for (std::size_t c = 0; c < step; ++c) sum += interleaved[(done + i) * step + c];
            mono[i] = sum / static_cast<float>(channels);
        }
        pass_on({mono.data(), count});
        done += count;
    }
    position_.store(begin + static_cast<std::int64_t>(frames), std::memory_order_release);
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
