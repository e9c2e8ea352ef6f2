#include "engine/runtime/analysis_loop.h"

#include <algorithm>
#include <chrono>

#include "engine/audio/resample.h"

namespace chladni {

namespace {

constexpr std::size_t kPiece = 1024;               // samples heard at once
constexpr std::int64_t kGap_ns = 300'000'000;      // no callback for so long: the sound is gone
constexpr Seconds kBehind{0.050};                  // samples further behind than that are not jitter
constexpr std::int64_t kSettles_ns = 100'000'000;  // so long they may come after all
constexpr std::int64_t kKeptPast_s = 20;           // of the history, when the rate changes: what the forecast looks at
constexpr int kMostAtOnce = 16;                    // commands of one kind: more is a stuck key
constexpr auto kPause = std::chrono::milliseconds(2);

}  // namespace

AnalysisLoop::AnalysisLoop(AudioInput& input, const ParameterStore& params, std::function<int()> sample_rate, Heard& heard,
                           BeatNets nets, std::function<void(const std::string&)> trouble)
    : input_(input), params_(params), sample_rate_(std::move(sample_rate)), heard_(heard), nets_(std::move(nets)), trouble_(std::move(trouble)), buffer_(kPiece) {
    change_rate(rate_);
    anchor_seen_ns_ = AudioClock::now_ns();
    clock_.update({Samples{0}, anchor_seen_ns_}, anchor_seen_ns_);
    heard_.clock.set(clock_.map());
    thread_ = Worker("analysis", [this](std::stop_token stop) { run(stop); });
}

void AnalysisLoop::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        bool heard_any = false;
        try {
            if (const int rate = sample_rate_(); rate > 0 && rate != rate_) change_rate(rate);
            keep_time(AudioClock::now_ns());
            heard_any = listen();
        } catch (const std::exception& error) {  // no memory for a moment, or a rate that is none: the picture goes on
            trouble_(std::string("nothing is heard: ") + error.what());
        }
        if (!heard_any) std::this_thread::sleep_for(kPause);  // the callback must not wake anybody: it is polled
    }
}

// Show time goes on: the new count starts where the old one stood, in the new unit, with the same past.
void AnalysisLoop::change_rate(int rate) {
    const Seconds now = seconds_of(heard_.history.end(), rate_);
    held_.hold(heard_.grid.get(), now);
    restart_history(rate);
    rate_ = rate;
    analyzer_ = std::make_unique<Analyzer>(rate, nets_);
    analyzer_->skip(heard_.history.end());
    conditioner_ = std::make_unique<Conditioner>(rate);
    clock_.set_sample_rate(rate);
    offset_ = heard_.history.end() - taken_;
    heard_.rate.store(rate, std::memory_order_release);
}

void AnalysisLoop::restart_history(int rate) {
    const Samples end = heard_.history.end();
    if (end.value == 0) return;
    std::vector<float> past(static_cast<std::size_t>(std::min<std::int64_t>(end.value, kKeptPast_s * rate_)));
    heard_.history.read(end - Samples{static_cast<std::int64_t>(past.size())}, past);
    const std::vector<float> same = resample(past, rate_, rate);
    const Samples now = samples_in(seconds_of(end, rate_), rate);
    heard_.history.restart({std::max<std::int64_t>(0, now.value - static_cast<std::int64_t>(same.size()))});
    heard_.history.append(same);
}

void AnalysisLoop::bridge_gap(Samples lost) {
    analyzer_->skip(lost);
    std::ranges::fill(buffer_, 0.0f);
    for (std::int64_t left = lost.value; left > 0; left -= static_cast<std::int64_t>(kPiece))
        heard_.history.append(std::span(buffer_).first(static_cast<std::size_t>(std::min<std::int64_t>(left, kPiece))));
}

void AnalysisLoop::keep_time(std::int64_t now_ns) {
    const ClockAnchor anchor = input_.anchor().get();
    if (anchor.host_ns != anchor_.host_ns) {
        if (settle(anchor, now_ns)) anchor_ = anchor;
        anchor_seen_ns_ = now_ns;
    }
    if (anchor_.host_ns != 0) clock_.update({anchor_.position + offset_, anchor_.host_ns}, now_ns);
    heard_.clock.set(clock_.map());
    heard_.ahead.store(offset_.value, std::memory_order_release);
}

// Samples that stand far behind show time are missing, or late in a queue and all come at once. So the clock waits for a
// tenth of a second without them; then the gap is silence. Show time never goes back. True where the anchor may be believed.
bool AnalysisLoop::settle(const ClockAnchor& anchor, std::int64_t now_ns) {
    const Samples lost = samples_in(clock_.map().stream_time(anchor.host_ns), rate_) - (anchor.position + offset_);
    const bool was_silent = now_ns - anchor_seen_ns_ > kGap_ns || anchor_.host_ns == 0;
    const bool is_behind = seconds_of(lost, rate_) > kBehind;
    if (is_behind && behind_since_ns_ == 0) behind_since_ns_ = anchor.host_ns;
    if (is_behind && !was_silent && anchor.host_ns - behind_since_ns_ < kSettles_ns) return false;
    behind_since_ns_ = 0;
    if (lost.value > 0 && (was_silent || is_behind)) {
        offset_ += lost;
        bridge_gap(lost);
    }
    return true;
}

ConditionSettings AnalysisLoop::settings() const {
    const auto on = [this](ParamId id) { return params_.get(id) >= 0.5f; };
    return {params_.get(ParamId::kGainDb), on(ParamId::kBlockDc), params_.get(ParamId::kGateDb), on(ParamId::kAutoGain),
            params_.get(ParamId::kTargetDb)};
}

void AnalysisLoop::obey_hands() {
    for (std::size_t i = 0; i < hands_.size(); ++i)
        for (int times = std::min(hands_[i].exchange(0, std::memory_order_relaxed), kMostAtOnce); times > 0; --times)
            analyzer_->command(static_cast<BeatCommand>(i), clock_.map().stream_time(AudioClock::now_ns()));
}

// Where it goes on after a stop the count goes on with it: its pulses say enough.
void AnalysisLoop::obey_clock() {
    clock_in_.drain([this](const ClockInbox::Message& message) {
        if (message.kind == MidiEvent::Kind::kStart) analyzer_->clock_start();
        if (message.kind == MidiEvent::Kind::kClock) analyzer_->clock_pulse(clock_.map().stream_time(message.host_ns));
    });
}

void AnalysisLoop::tell(const HopResult& hop) {
    heard_.features.set(hop.features);
    heard_.grid.set(held_.of(hop.grid, seconds_of(hop.features.at, rate_)));
    heard_.hops.add({seconds_of(hop.features.at, rate_), hop.features, hop.beat, hop.downbeat, hop.beat_time});
}

bool AnalysisLoop::listen() {
    const auto channel = static_cast<std::uint16_t>(params_.get(ParamId::kChannel));
    input_.listen_to({channel, static_cast<std::uint16_t>(params_.get(ParamId::kChannelPair) >= 0.5f ? 2 : 1)});
    const std::size_t count = input_.read(buffer_);
    obey_hands();
    obey_clock();
    const float peak = heard_.peak.load(std::memory_order_relaxed) * (count > 0 ? 0.97f : 0.9f);
    heard_.peak.store(peak, std::memory_order_relaxed);
    if (count > 0) hear(std::span(buffer_).first(count));
    return count > 0;
}

void AnalysisLoop::hear(std::span<float> samples) {
    taken_ += Samples{static_cast<std::int64_t>(samples.size())};
    const ConditionMeter meter = conditioner_->process(samples, settings());
    heard_.condition.set(meter);
    heard_.peak.store(std::max(heard_.peak.load(std::memory_order_relaxed), meter.input_peak), std::memory_order_relaxed);
    heard_.history.append(samples);
    analyzer_->analyze(samples, [this](const HopResult& hop) { tell(hop); });
}

}  // namespace chladni
