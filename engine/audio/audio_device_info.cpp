#include "engine/audio/audio_device_info.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <string_view>

namespace chladni {

namespace {

constexpr std::array<std::string_view, 5> kHostApis{"jack", "pulse", "alsa", "oss", "asihpi"};

std::size_t rank_of(const AudioDeviceInfo& device) {
    const auto found = std::ranges::find(kHostApis, std::string_view(device.host_api));
    return static_cast<std::size_t>(found - kHostApis.begin());
}

using Fits = bool (*)(const AudioDeviceInfo&, const std::string&);

bool is_default(const AudioDeviceInfo& device, const std::string&) { return device.is_default_input; }
bool is_any(const AudioDeviceInfo&, const std::string&) { return true; }
bool is_named(const AudioDeviceInfo& device, const std::string& name) { return device.name == name; }
bool is_labelled(const AudioDeviceInfo& device, const std::string& name) { return device.label == name; }
bool is_partly_named(const AudioDeviceInfo& device, const std::string& name) {
    return device.name.find(name) != std::string::npos || device.label.find(name) != std::string::npos;
}

const AudioDeviceInfo* first_that(std::span<const AudioDeviceInfo> devices, const InputChoice& choice, Fits fits) {
    const AudioDeviceInfo* best = nullptr;
    for (const AudioDeviceInfo& device : devices) {
        if (device.input_channels == 0 || !device.problem.empty()) continue;
        if (!choice.host_api.empty() && device.host_api != choice.host_api) continue;
        if (fits(device, choice.name) && (!best || rank_of(device) < rank_of(*best))) best = &device;
    }
    return best;
}

std::string without_address(const std::string& name) {
    const auto bracket = name.rfind(" (hw:");
    return bracket != std::string::npos && name.ends_with(")") ? name.substr(0, bracket) : name;
}

}  // namespace

InputChoice device_choice(const std::string& words, const std::string& host_api) {
    InputChoice choice{InputChoice::Kind::kDevice, words, host_api};
    const auto colon = words.find(':');
    if (colon == std::string::npos || std::ranges::find(kHostApis, std::string_view(words).substr(0, colon)) == kHostApis.end())
        return choice;
    choice.host_api = words.substr(0, colon);
    choice.name = words.substr(colon + 1);
    return choice;
}

DevicePick pick_device(std::span<const AudioDeviceInfo> devices, const InputChoice& choice) {
    struct Rule {
        Fits fits;
        const char* why;
    };
    static constexpr std::array<Rule, 2> kUnnamed{{{is_default, "the default input of "}, {is_any, "the first input of "}}};
    static constexpr std::array<Rule, 3> kNamed{{{is_named, "it has that name in "}, {is_labelled, "it has that label in "}, {is_partly_named, "its name holds that in "}}};
    const auto rules = choice.name.empty() ? std::span<const Rule>(kUnnamed) : std::span<const Rule>(kNamed);
    for (const Rule& rule : rules)
        if (const AudioDeviceInfo* found = first_that(devices, choice, rule.fits)) return {found, rule.why + found->host_api};
    return {nullptr, "there is none"};
}

std::vector<std::string> stable_names(const std::vector<std::string>& names, const std::vector<std::string>& places) {
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return i < places.size() ? places[i] : std::string(); });
    std::vector<std::string> stable(names.size());
    std::map<std::string, int> seen;
    for (const std::size_t i : order) {
        const std::string bare = without_address(names[i]);
        const int number = ++seen[bare];
        stable[i] = number == 1 ? bare : bare + " #" + std::to_string(number);
    }
    return stable;
}

}  // namespace chladni
