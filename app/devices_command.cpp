#include <iostream>

#include "app/command.h"
#include "app/machine.h"
#include "app/words.h"

namespace chladni {

namespace {

struct DevicesCommand {
    std::string midi_api;
    bool json = false;
};

std::string words_of(const OrderedJson& device) {
    const std::string label = device["label"].get<std::string>(), problem = device["problem"].get<std::string>();
    std::string words = "  (" + std::to_string(device["inputs"].get<int>()) + " in, " + std::to_string(device["outputs"].get<int>()) +
                        " out, " + with_digits(device["rate"].get<double>(), 0) + " Hz" + (label.empty() ? "" : "; " + label) + ")";
    if (device["monitor"].get<bool>()) words += "  what the computer plays";
    if (!problem.empty()) words += "  cannot be opened: " + problem;
    return words;
}

void print_sound(const OrderedJson& found) {
    for (const OrderedJson& device : found["audio"])
        if (device["inputs"].get<int>() > 0) std::cout << "sound  device:" << device["id"].get<std::string>() << words_of(device) << "\n";
    for (const OrderedJson& device : found["audio"])
        if (device["inputs"].get<int>() == 0) std::cout << "output " << device["id"].get<std::string>() << words_of(device) << "\n";
    const OrderedJson& by_default = found["default_input"];
    if (by_default["id"].is_null()) std::cout << "sound  no input found: plug one in, or start a JACK or PulseAudio server\n";
    else std::cout << "sound  --input device: would open " << by_default["id"].get<std::string>() << ": " << by_default["why"].get<std::string>() << "\n";
}

int run_devices(const DevicesCommand& options, const Program&) {
    const OrderedJson found{{"audio", audio_devices()}, {"default_input", default_input()}, {"midi", midi_ports(options.midi_api)}, {"gpu", gpu_name()}};
    if (options.json) {
        std::cout << found.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) << "\n";
        return 0;
    }
    print_sound(found);
    for (const OrderedJson& port : found["midi"]["ports"]) std::cout << "MIDI   " << port.get<std::string>() << "\n";
    if (found["midi"]["ports"].empty()) std::cout << "MIDI   none: " << found["midi"].value("message", "no port is there") << "\n";
    std::cout << "GPU    " << (found["gpu"].is_null() ? "none" : found["gpu"].get<std::string>()) << "\n";
    return 0;
}

}  // namespace

void add_devices(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<DevicesCommand>();
    CLI::App& command = *add_command(app, "devices", "sound devices, MIDI ports and the GPU of this machine, and which input would be opened", action, options, run_devices, program);
    command.add_flag("--json", options->json, "print one JSON object");
    command.add_option("--midi-api", options->midi_api, "jack or alsa; whichever works where not given");
}

}  // namespace chladni
