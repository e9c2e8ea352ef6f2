#include <iostream>

#include "app/command.h"
#include "app/machine.h"

namespace chladni {

namespace {

struct DevicesCommand {
    std::string midi_api;
    bool json = false;
};

int run_devices(const DevicesCommand& options, const Program&) {
    const OrderedJson found{{"audio", audio_devices()}, {"midi", midi_ports(options.midi_api)}, {"gpu", gpu_name()}};
    if (options.json) {
        std::cout << found.dump() << "\n";
        return 0;
    }
    for (const OrderedJson& device : found["audio"])
        std::cout << "sound  device:" << device["name"].get<std::string>() << "  (" << device["api"].get<std::string>() << ", "
                  << device["inputs"] << " in, " << device["outputs"] << " out)\n";
    for (const OrderedJson& port : found["midi"]["ports"]) std::cout << "MIDI   " << port.get<std::string>() << "\n";
    if (found["audio"].empty()) std::cout << "sound  none found\n";
    if (found["midi"]["ports"].empty()) std::cout << "MIDI   none: " << found["midi"].value("message", "no port is there") << "\n";
    std::cout << "GPU    " << (found["gpu"].is_null() ? "none" : found["gpu"].get<std::string>()) << "\n";
    return 0;
}

}  // namespace

void add_devices(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<DevicesCommand>();
    CLI::App& command = *add_command(app, "devices", "sound devices, MIDI ports and the GPU of this machine", action, options, run_devices, program);
    command.add_flag("--json", options->json, "print one JSON object");
    command.add_option("--midi-api", options->midi_api, "jack or alsa; whichever works where not given");
}

}  // namespace chladni
