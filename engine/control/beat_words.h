#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/types/beat_command.h"

namespace chladni {

inline constexpr std::size_t kBeatCommands = 8;

/// What the hand on the beat is called in controller maps and on the status socket: "tap", "nudge_earlier" ...
std::string_view word_of(BeatCommand command);
std::optional<BeatCommand> beat_command_named(std::string_view word);
/// "tap, nudge_earlier, ... or follow": for errors.
std::string beat_command_words();

}  // namespace chladni
