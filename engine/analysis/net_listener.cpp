#include "engine/analysis/net_listener.h"

#include <algorithm>

namespace chladni {

BeatNets load_beat_nets(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
        if (entry.path().extension() == ".safetensors") files.push_back(entry.path());
    std::ranges::sort(files);
    BeatNets nets;
    for (const auto& file : files) nets.push_back(load_beat_net(file));
    return nets;
}

NetListener::NetListener(double rate_hz, const BeatNets& nets) : ear_(rate_hz), nets_(nets.begin(), nets.end()) {}

BeatChance NetListener::hear(std::span<const float> window) {
    even_ = !even_;
    if (deaf() || !even_) return last_;
    const auto heard = ear_.hear(window);
    last_ = {};
    for (BeatNet& net : nets_) {
        const BeatChance chance = net.step(heard);
        last_.beat += chance.beat / static_cast<float>(nets_.size());
        last_.downbeat += chance.downbeat / static_cast<float>(nets_.size());
    }
    return last_;
}

void NetListener::forget() { ear_.forget(); }

}  // namespace chladni
