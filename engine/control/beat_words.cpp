#include "engine/control/beat_words.h"

#include <algorithm>
#include <array>

namespace chladni {

namespace {

// In the order of BeatCommand.
constexpr std::array<std::string_view, kBeatCommands> kWords = {"tap",    "nudge_earlier", "nudge_later", "halve",
                                                                "double", "resync",        "hold",        "follow"};

}  // namespace

std::string_view word_of(BeatCommand command) { return kWords[static_cast<std::size_t>(command)]; }

std::optional<BeatCommand> beat_command_named(std::string_view word) {
    const auto found = std::ranges::find(kWords, word);
    if (found == kWords.end()) return std::nullopt;
    return static_cast<BeatCommand>(found - kWords.begin());
}

std::string beat_command_words() {
    std::string words(kWords[0]);
    for (std::size_t i = 1; i < kWords.size(); ++i) words += std::string(i + 1 < kWords.size() ? ", " : " or ") + std::string(kWords[i]);
    return words;
}

}  // namespace chladni
