#include "app/progress_line.h"

#include <unistd.h>

#include <iostream>
#include <string>

#include "app/words.h"
#include "engine/audio/audio_clock.h"

namespace chladni {

namespace {

constexpr std::int64_t kPlainLineEvery_ns = 2'000'000'000;
constexpr std::int64_t kBarWidth = 24;

std::string bar_of(const RenderProgress& progress) {
    const std::int64_t full = progress.chunks > 0 ? kBarWidth * progress.chunks_done / progress.chunks : 0;
    return "[" + std::string(static_cast<std::size_t>(full), '#') + std::string(static_cast<std::size_t>(kBarWidth - full), '.') + "] ";
}

std::string words_of(const RenderProgress& progress) {
    return "chunk " + std::to_string(progress.chunks_done) + " of " + std::to_string(progress.chunks) + ", " +
           with_digits(progress.seconds_made, 1) + " of " + with_digits(progress.seconds, 1) + " s, RTF " +
           with_digits(progress.rtf, 2) + ", " + with_digits(progress.left_s, 0) + " s left";
}

}  // namespace

ProgressLine::ProgressLine(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(const RenderProgress& progress) {
    if (quiet_) return;
    if (terminal_) {
        std::cerr << "\r\033[K" << bar_of(progress) << words_of(progress) << std::flush;
        drawn_ = true;
        return;
    }
    const std::int64_t now_ns = AudioClock::now_ns();
    const bool last = progress.chunks_done == progress.chunks;
    if (last_ns_ != 0 && now_ns - last_ns_ < kPlainLineEvery_ns && !last) return;
    last_ns_ = now_ns;
    std::cerr << words_of(progress) << "\n";
}

void ProgressLine::end() {
    if (drawn_) std::cerr << "\n";
}

}  // namespace chladni
