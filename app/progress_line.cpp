#include "app/progress_line.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>

#include "app/words.h"
#include "engine/audio/audio_clock.h"

namespace chladni {

namespace {

constexpr std::int64_t kPlainLineEvery_ns = 2'000'000'000;
constexpr std::size_t kBarWidth = 24;

std::string bar_of(double share) {
    const auto full = static_cast<std::size_t>(static_cast<double>(kBarWidth) * share);
    return "[" + std::string(full, '#') + std::string(kBarWidth - full, '.') + "] ";
}

std::string words_of(const RenderProgress& progress) {
    return "chunk " + std::to_string(progress.chunks_done) + " of " + std::to_string(progress.chunks) + ", " +
           with_digits(progress.seconds_made, 1) + " of " + with_digits(progress.seconds, 1) + " s, " +
           with_digits(progress.rtf, 2) + " times real time, " + with_digits(progress.left_s, 0) + " s left";
}

}  // namespace

ProgressLine::ProgressLine(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(const RenderProgress& progress) {
    const double share = progress.chunks > 0 ? static_cast<double>(progress.chunks_done) / static_cast<double>(progress.chunks) : 0.0;
    show(share, words_of(progress));
}

void ProgressLine::show_step(std::size_t step, std::size_t of) {
    show(static_cast<double>(step) / static_cast<double>(of), "step " + std::to_string(step + 1) + " of " + std::to_string(of));
}

void ProgressLine::show(double share, const std::string& words) {
    if (quiet_) return;
    if (terminal_) {
        std::cerr << "\r\033[K" << bar_of(std::clamp(share, 0.0, 1.0)) << words << std::flush;
        drawn_ = true;
        return;
    }
    const std::int64_t now_ns = AudioClock::now_ns();
    if (last_ns_ != 0 && now_ns - last_ns_ < kPlainLineEvery_ns && share < 1.0) return;
    last_ns_ = now_ns;
    std::cerr << words << "\n";
}

void ProgressLine::end() {
    if (drawn_) std::cerr << "\n";
}

}  // namespace chladni
