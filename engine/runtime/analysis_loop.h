#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>

#include "engine/analysis/analyzer.h"
#include "engine/audio/audio_clock.h"
#include "engine/audio/audio_input.h"
#include "engine/base/latest.h"
#include "engine/base/recent.h"
#include "engine/base/sample_history.h"
#include "engine/base/worker.h"
#include "engine/control/beat_words.h"
#include "engine/params/parameter_store.h"
#include "engine/types/beat_grid.h"
#include "engine/types/feature_frame.h"
#include "engine/types/heard_hop.h"

namespace chladni {

/// What the show knows of the sound: written by the analysis thread, read by everybody.
struct Heard {
    explicit Heard(std::size_t history_samples) : history(history_samples) {}

    Latest<FeatureFrame> features;
    Latest<BeatGrid> grid;
    Recent<HeardHop> hops{kHopsKept};  ///< the last ten seconds, hop by hop
    Latest<ClockMap> clock;        ///< host time -> show time, s. Show time never stands and never goes back
    SampleHistory history;         ///< mono at `rate`; its sample count is show time
    std::atomic<int> rate{48000};
    std::atomic<double> ahead_s{0.0};  ///< show time minus the input's own time: grows while the sound is gone
    std::atomic<float> peak{0.0f};     ///< largest magnitude, decaying: the meter
    static constexpr std::size_t kHopsKept = 1024;
};

/// The analysis thread: samples from the input's ring through the analyzer to `Heard`. Where the sound stops, show time
/// goes on by the host clock; where it returns, the gap is silence and the beat is kept.
class AnalysisLoop {
public:
    AnalysisLoop(AudioInput& input, const ParameterStore& params, std::function<int()> sample_rate, Heard& heard, BeatNets nets = {});

    /// Any thread: a hand on the tap button now.
    void tap() { beat(BeatCommand::kTap); }
    /// Any thread: what a hand does to the beat, now.
    void beat(BeatCommand command) { hands_[static_cast<std::size_t>(command)].fetch_add(1, std::memory_order_relaxed); }

private:
    void run(std::stop_token stop);
    bool listen();                 // true where there were samples
    void obey_hands();
    void tell(const HopResult& hop);
    void keep_time(std::int64_t now_ns);
    void change_rate(int rate);
    void bridge_gap(Samples lost);

    AudioInput& input_;
    const ParameterStore& params_;
    std::function<int()> sample_rate_;
    Heard& heard_;
    const BeatNets nets_;
    std::array<std::atomic<int>, kBeatCommands> hands_{};  // how often each was asked for since it was last obeyed
    // Analysis thread's own:
    int rate_ = 48000;
    std::unique_ptr<Analyzer> analyzer_;
    AudioClock clock_{48000};
    Samples offset_;               // show samples minus input samples
    ClockAnchor anchor_;
    std::int64_t anchor_seen_ns_ = 0;
    std::vector<float> buffer_;
    Worker thread_;                // last: it starts when all else is there
};

}  // namespace chladni
