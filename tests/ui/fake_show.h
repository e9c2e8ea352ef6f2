#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/runtime/show.h"

namespace chladni {

/// What the stand-in for the runtime was told, and what it shall say. Show's own class, other symbols: chosen at link time.
/// It is the store itself, and more.
struct FakeShow : ParameterStore {
    ShowStatus status;
    std::vector<InputName> devices{{"device:Stage box", "Stage box"}, {"device:Built-in microphone", "Built-in microphone"}};
    double sought_s = -1;
    std::pair<std::string, std::string> prompts{"ink in water, blue and gold", "text, logo"};
    std::string input, preset, saved, screenshot, recorded = "-", output_display, output_state;
    std::optional<ParamId> learning, forgotten;
    std::vector<std::string> midi_ports;
    std::vector<BeatCommand> beats;
    Listening sound;            ///< what listen() gives, once
    int listens = 0;
    bool quits = false;
    std::string refusal;        ///< of a screenshot, where there is one
    int taps = 0, panics = 0, alive = 0, pictures = 0, stops = 0;
};

/// The one behind this show.
FakeShow& fake(Show& show);

}  // namespace chladni
