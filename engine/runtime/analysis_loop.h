#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>

#include "engine/analysis/analyzer.h"
#include "engine/audio/audio_clock.h"
#include "engine/audio/audio_input.h"
#include "engine/audio/conditioner.h"
#include "engine/base/latest.h"
#include "engine/base/recent.h"
#include "engine/base/sample_history.h"
#include "engine/base/worker.h"
#include "engine/control/beat_words.h"
#include "engine/params/parameter_store.h"
#include "engine/runtime/clock_inbox.h"
#include "engine/runtime/held_grid.h"
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
    std::atomic<std::int64_t> ahead{0};  ///< show samples minus the input's own count: grows while the sound is gone
    std::atomic<float> peak{0.0f};     ///< largest magnitude of the input after the hand's gain, decaying: the meter
    Latest<ConditionMeter> condition;  ///< what gate, automatic gain and limiter do now
    static constexpr std::size_t kHopsKept = 1024;
};

/// The analysis thread: samples from the input's ring through the analyzer to `Heard`. Where the sound stops, show time
/// goes on by the host clock; where it returns, the gap is silence and the beat is kept. Where another device brings another
/// rate, what was heard is converted to it, and the beat is kept too.
class AnalysisLoop {
public:
    AnalysisLoop(AudioInput& input, const ParameterStore& params, std::function<int()> sample_rate, Heard& heard, BeatNets nets = {},
                 std::function<void(const std::string&)> trouble = [](const std::string&) {});

    /// Any thread: a hand on the tap button now.
    void tap() { beat(BeatCommand::kTap); }
    /// Any thread: what a hand does to the beat, now.
    void beat(BeatCommand command) { hands_[static_cast<std::size_t>(command)].fetch_add(1, std::memory_order_relaxed); }

    /// A MIDI thread: a message of a MIDI clock that came at this host time.
    void clock(const MidiEvent& event, std::int64_t host_ns) { clock_in_.post(event, host_ns); }

private:
    void run(std::stop_token stop);
    bool listen();                 // true where there were samples
    void hear(std::span<float> samples);
    void obey_hands();
    void obey_clock();
    void tell(const HopResult& hop);
    void keep_time(std::int64_t now_ns);
    bool settle(const ClockAnchor& anchor, std::int64_t now_ns);
    void change_rate(int rate);
    void restart_history(int rate);
    void bridge_gap(Samples lost);
    ConditionSettings settings() const;

    AudioInput& input_;
    const ParameterStore& params_;
    std::function<int()> sample_rate_;
    Heard& heard_;
    const BeatNets nets_;
    const std::function<void(const std::string&)> trouble_;
    std::array<std::atomic<int>, kBeatCommands> hands_{};  // how often each was asked for since it was last obeyed
    ClockInbox clock_in_;
    // Analysis thread's own:
    int rate_ = 48000;
    std::unique_ptr<Analyzer> analyzer_;
    std::unique_ptr<Conditioner> conditioner_;
    HeldGrid held_;
    AudioClock clock_{48000};
    Samples taken_;                // of the input, so far
    Samples offset_;               // show samples minus input samples
    std::int64_t behind_since_ns_ = 0;  // host time of the first anchor that stood too far behind; 0: none does
    ClockAnchor anchor_;
    std::int64_t anchor_seen_ns_ = 0;
    std::vector<float> buffer_;
    Worker thread_;                // last: it starts when all else is there
};

}  // namespace chladni
