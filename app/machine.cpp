#include "app/machine.h"

#include <unistd.h>

#include <fstream>
#include <thread>

#include "engine/audio/audio_source.h"
#include "engine/base/check.h"
#include "engine/control/midi_ports.h"
#include "engine/runtime/picture.h"

namespace chladni {

namespace {

std::string cpu_name() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "";
}

double memory_mb() {
    return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE)) / 1048576.0;
}

// A machine without sound has none: that is an answer.
std::vector<AudioDeviceInfo> devices_now() {
    try {
        ServerGate jack;
        return list_audio_devices(jack);
    } catch (const std::exception&) {
        return {};
    }
}

}  // namespace

OrderedJson audio_devices() {
    OrderedJson list = OrderedJson::array();
    for (const AudioDeviceInfo& device : devices_now())
        list.push_back(OrderedJson{{"id", device.id()}, {"name", device.name}, {"label", device.label}, {"api", device.host_api},
                                   {"inputs", device.input_channels}, {"outputs", device.output_channels},
                                   {"rate", device.sample_rate}, {"default", device.is_default_input},
                                   {"monitor", device.is_monitor}, {"problem", device.problem}});
    return list;
}

OrderedJson default_input() {
    const std::vector<AudioDeviceInfo> devices = devices_now();
    const DevicePick pick = pick_device(devices, device_choice(""));
    return {{"id", pick.device ? OrderedJson(pick.device->id()) : OrderedJson(nullptr)}, {"why", pick.why}};
}

OrderedJson midi_ports(const std::string& api) {
    try {
        return {{"ports", make_midi_ports(api, std::make_shared<ServerGate>())->list()}, {"message", "no port is there"}};
    } catch (const std::exception& error) {
        return {{"ports", OrderedJson::array()}, {"message", error.what()}};
    }
}

OrderedJson gpu_name() {
    try {
        PictureOptions options;
        options.width = options.height = 64;
        return make_vulkan_picture(options)->status().device;
    } catch (const std::exception&) {
        return nullptr;
    }
}

OrderedJson machine_facts() {
    return {{"cpu", cpu_name()}, {"threads", std::thread::hardware_concurrency()}, {"memory_mb", static_cast<std::int64_t>(memory_mb())},
            {"gpu", gpu_name()}};
}

}  // namespace chladni
