#include "engine/control/port_keeper.h"

#include <algorithm>
#include <cctype>
#include <exception>

namespace chladni {

namespace {

bool is_chosen(const std::string& port, const std::vector<std::string>& chosen) {
    if (chosen.empty()) return true;
    return std::ranges::any_of(chosen, [&](const std::string& part) { return port.find(steady_name(part)) != std::string::npos; });
}

bool is_own(const std::string& port) { return port.starts_with("chladni"); }

std::vector<std::string> missing_of(const std::vector<std::string>& chosen, const std::vector<std::string>& open) {
    std::vector<std::string> missing;
    for (const std::string& part : chosen)
        if (!part.empty() && std::ranges::none_of(open, [&](const std::string& port) { return is_chosen(port, {part}); }))
            missing.push_back(part);
    return missing;
}

}  // namespace

std::string steady_name(const std::string& port) {
    const auto space = port.rfind(' ');
    if (space == std::string::npos) return port;
    const std::string tail = port.substr(space + 1);
    const auto is_address = [](unsigned char c) { return std::isdigit(c) || c == ':'; };
    return tail.find(':') != std::string::npos && std::ranges::all_of(tail, is_address) ? port.substr(0, space) : port;
}

MidiStatus PortKeeper::scan(const std::vector<std::string>& chosen) {
    MidiStatus status;
    try {
        if (ports_ && !ports_->alive()) {
            open_.clear();
            ports_.reset();
        }
        if (!ports_) ports_ = make_ports_();
        look(chosen, status);
    } catch (const std::exception& error) {
        status.message = error.what();
    }
    for (const auto& [name, port] : open_) status.open.push_back(steady_name(name));
    status.missing = missing_of(chosen, status.open);
    return status;
}

MidiPorts::OnEvent PortKeeper::numbered(std::uint8_t port) const {
    return [port, on_event = on_event_](MidiEvent event) {
        if (is_clock(event)) event.number = port;
        on_event(event);
    };
}

void PortKeeper::look(const std::vector<std::string>& chosen, MidiStatus& status) {
    std::vector<std::string> there = ports_->list();
    std::erase_if(there, is_own);
    for (const std::string& name : there) status.available.push_back(steady_name(name));
    std::erase_if(open_, [&](const auto& entry) {
        return std::ranges::find(there, entry.first) == there.end() || !is_chosen(entry.first, chosen);
    });
    for (const std::string& name : there)
        if (is_chosen(name, chosen) && !open_.contains(name)) open_[name] = ports_->open(name, numbered(next_port_++));
}

}  // namespace chladni
