#pragma once

#include <memory>
#include <span>

#include "engine/analysis/song_analysis.h"

namespace chladni {

/// A piece of music on its way in: mono samples in pieces of any size, its SongAnalysis at the end, the same bits for any
/// size of the pieces. Keeps what each hop said and none of the samples. One thread.
class SongListener {
public:
    /// Throws Error for a rate that cannot be analyzed.
    SongListener(double sample_rate_hz, bool causal, const BeatNets& nets = {});
    ~SongListener();

    void take(std::span<const float> mono);
    /// Once, at the end.
    SongAnalysis finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chladni
