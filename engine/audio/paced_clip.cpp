#include "engine/audio/paced_clip.h"

#include <chrono>
#include <thread>
#include <vector>

#include "engine/audio/audio_clock.h"

namespace chladni {

namespace {

constexpr double kPiece_s = 0.010;
constexpr std::int64_t kLate_ns = 500'000'000;  // this far behind (the machine slept), it goes on from now

}  // namespace

PacedClip::PacedClip(std::string name, std::shared_ptr<ClipDeck> deck, AudioInput& into)
    : name_(std::move(name)), deck_(std::move(deck)), into_(into) {
    thread_ = Worker("clip", [this](std::stop_token stop) { run(stop); });
}

void PacedClip::run(std::stop_token stop) {
    const auto piece = static_cast<std::size_t>(kPiece_s * deck_->sample_rate());
    const double piece_ns = 1e9 * static_cast<double>(piece) / deck_->sample_rate();
    std::vector<float> samples(piece * static_cast<std::size_t>(deck_->channels()));
    std::int64_t began_ns = AudioClock::now_ns(), count = 0;
    while (!stop.stop_requested()) {
        std::int64_t due_ns = began_ns + static_cast<std::int64_t>(static_cast<double>(count++) * piece_ns);
        const std::int64_t wait_ns = due_ns - AudioClock::now_ns();
        if (wait_ns > 0) std::this_thread::sleep_for(std::chrono::nanoseconds(wait_ns));
        if (wait_ns < -kLate_ns) due_ns = began_ns = AudioClock::now_ns(), count = 1;
        if (deck_->next(samples.data(), piece, into_.position()))
            into_.on_audio(samples.data(), piece, deck_->channels(), due_ns);  // the pace itself has no jitter
    }
}

std::unique_ptr<AudioSource> open_clip(const std::string& name, const std::shared_ptr<ClipDeck>& deck, bool audible, AudioInput& into) {
    if (audible)
        if (auto playing = open_audible_deck(name, deck, into)) return playing;
    return std::make_unique<PacedClip>(name, deck, into);
}

}  // namespace chladni
