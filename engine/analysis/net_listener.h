#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/analysis/beat_net.h"
#include "engine/analysis/net_ear.h"

namespace chladni {

/// The beat nets that are asked together; none is fine.
using BeatNets = std::vector<std::shared_ptr<const BeatNetWeights>>;

/// All `*.safetensors` of a folder, by name. A folder that is not there has none. Throws Error where one is no beat net.
BeatNets load_beat_nets(const std::filesystem::path& folder);

/// Several beat nets with one ear: every second hop they hear 64 ms of sound, and what they say on average holds until the
/// next. No heap per hop. One thread.
class NetListener {
public:
    NetListener(double rate_hz, const BeatNets& nets);

    bool deaf() const { return nets_.empty(); }
    std::size_t window_length() const { return ear_.window_length(); }
    /// `window` [window_length] ends with the hop.
    BeatChance hear(std::span<const float> window);
    /// What came before is another sound.
    void forget();

private:
    NetEar ear_;
    std::vector<BeatNet> nets_;
    BeatChance last_;
    bool even_ = false;
};

}  // namespace chladni
