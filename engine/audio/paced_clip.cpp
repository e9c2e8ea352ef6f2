#include "engine/audio/paced_clip.h"

#include <chrono>
#include <thread>
#include <vector>

#include "engine/audio/audio_clock.h"

namespace chladni {

namespace {

constexpr double kPiece_s = 0.010;

}  // namespace

PacedClip::PacedClip(std::string name, AudioBuffer clip, bool loop, AudioInput& into)
    : name_(std::move(name)), player_(std::move(clip), loop), into_(into) {
    thread_ = Worker("clip", [this](std::stop_token stop) { run(stop); });
}

void PacedClip::run(std::stop_token stop) {
    const auto piece = static_cast<std::size_t>(kPiece_s * player_.sample_rate());
    std::vector<float> samples(piece * static_cast<std::size_t>(player_.channels()));
    const std::int64_t began_ns = AudioClock::now_ns();
    for (std::int64_t count = 0; !stop.stop_requested() && !player_.over(); ++count) {
        const std::int64_t due_ns = began_ns + static_cast<std::int64_t>(static_cast<double>(count) * static_cast<double>(piece) / player_.sample_rate() * 1e9);
        const std::int64_t wait_ns = due_ns - AudioClock::now_ns();
        if (wait_ns > 0) std::this_thread::sleep_for(std::chrono::nanoseconds(wait_ns));
        player_.next(samples.data(), piece);
        into_.on_audio(samples.data(), piece, player_.channels(), due_ns);  // the pace itself has no jitter
    }
}

std::unique_ptr<AudioSource> open_clip(const std::string& name, AudioBuffer clip, bool loop, bool audible, AudioInput& into) {
    if (audible)
        if (auto playing = open_audible_clip(name, clip, loop, into)) return playing;
    return std::make_unique<PacedClip>(name, std::move(clip), loop, into);
}

}  // namespace chladni
