#include <cstdlib>
#include <iostream>

#include "app/command.h"
#include "app/machine.h"
#include "engine/base/check.h"
#include "engine/base/log.h"

namespace chladni {

namespace {

struct DoctorCommand {
    bool json = false;
};

// One thing that a show may need: whether it is here, and how to get it.
OrderedJson finding(const std::string& what, bool there, const std::string& is, const std::string& get) {
    return {{"what", what}, {"there", there}, {"is", there ? is : ""}, {"get", there ? "" : get}};
}

std::string display_name() {
    for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY"})
        if (const char* value = std::getenv(name); value && *value) return value;
    return "";
}

OrderedJson look_around(const Program& program) {
    OrderedJson list = OrderedJson::array();
    const auto trained = program.resources.find("models/nano/model_index.json");
    const auto demo = program.resources.find("demo.flac");
    const OrderedJson gpu = gpu_name(), midi = midi_ports(""), audio = audio_devices();
    list.push_back(finding("LibTorch (the model)", CHLADNI_HAS_TORCH, "built in", "scripts/setup.sh, then build again"));
    list.push_back(finding("FFmpeg (films and sound files)", CHLADNI_HAS_FFMPEG, "built in", "scripts/setup.sh, then build again"));
    list.push_back(finding("Qt (the window)", CHLADNI_HAS_QT, "built in", "scripts/setup.sh, then build again"));
    list.push_back(finding("a model", trained.has_value(), trained.value_or("").parent_path().string(),
                           "it lies in models/nano of the source tree; chladni model synth makes an untrained one"));
    list.push_back(finding("the bundled track", demo.has_value(), demo.value_or("").string(), "scripts/build.sh makes it"));
    list.push_back(finding("Vulkan (effects)", !gpu.is_null(), gpu.is_null() ? "" : gpu.get<std::string>(),
                           "the driver of your card, or mesa-vulkan-drivers"));
    list.push_back(finding("a display", !display_name().empty(), display_name(), "a desktop, or --headless"));
    list.push_back(finding("sound devices", !audio.empty(), std::to_string(audio.size()) + " found", "a sound card, or a JACK server"));
    list.push_back(finding("controllers", !midi["ports"].empty(), std::to_string(midi["ports"].size()) + " found",
                           midi["message"].get<std::string>()));
    return list;
}

int run_doctor(const DoctorCommand& options, const Program& program) {
    const OrderedJson list = look_around(program);
    if (options.json) {
        std::cout << OrderedJson{{"findings", list}}.dump() << "\n";
        return 0;
    }
    for (const OrderedJson& row : list) {
        const bool there = row["there"].get<bool>();
        std::cout << (there ? "  ok      " : "  missing ") << row["what"].get<std::string>() << ": "
                  << row[there ? "is" : "get"].get<std::string>() << "\n";
    }
    return 0;
}

}  // namespace

void add_doctor(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<DoctorCommand>();
    CLI::App& command = *add_command(app, "doctor", "what this machine has, what it lacks and how to get it", action, options, run_doctor, program);
    command.add_flag("--json", options->json, "print one JSON object");
}

}  // namespace chladni
