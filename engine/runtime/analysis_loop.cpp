#include "engine/runtime/analysis_loop.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace chladni {

namespace {

constexpr std::size_t kPiece = 1024;               // samples heard at once
constexpr std::int64_t kGap_ns = 300'000'000;      // no callback for so long: the sound is gone
constexpr int kMostAtOnce = 16;                    // commands of one kind: more is a stuck key
constexpr auto kPause = std::chrono::milliseconds(2);

}  // namespace

AnalysisLoop::AnalysisLoop(AudioInput& input, const ParameterStore& params, std::function<int()> sample_rate, Heard& heard,
                           BeatNets nets)
    : input_(input), params_(params), sample_rate_(std::move(sample_rate)), heard_(heard), nets_(std::move(nets)), buffer_(kPiece) {
    change_rate(rate_);
    anchor_seen_ns_ = AudioClock::now_ns();
    clock_.update({Samples{0}, anchor_seen_ns_}, anchor_seen_ns_);
    heard_.clock.set(clock_.map());
    thread_ = Worker("analysis", [this](std::stop_token stop) { run(stop); });
}

void AnalysisLoop::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        if (const int rate = sample_rate_(); rate > 0 && rate != rate_) change_rate(rate);
        keep_time(AudioClock::now_ns());
        if (!listen()) std::this_thread::sleep_for(kPause);  // the callback must not wake anybody: it is polled
    }
}

void AnalysisLoop::change_rate(int rate) {
    // Show time goes on: the new count starts where the old one stood, in the new unit.
    const double now_s = seconds_of(heard_.history.end(), rate_).value;
    rate_ = rate;
    analyzer_ = std::make_unique<Analyzer>(rate, nets_);
    clock_.set_sample_rate(rate);
    heard_.rate.store(rate, std::memory_order_release);
    const Samples lost = samples_in(Seconds{now_s}, rate) - heard_.history.end();
    analyzer_->skip(heard_.history.end());
    if (lost.value > 0) {
        offset_ += lost;
        bridge_gap(lost);
    }
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
        if (now_ns - anchor_seen_ns_ > kGap_ns || anchor_.host_ns == 0) {
            const Samples show_now = samples_in(clock_.map().stream_time(anchor.host_ns), rate_);
            const Samples lost = show_now - (anchor.position + offset_);
            if (lost.value > 0) {
                offset_ += lost;
                bridge_gap(lost);
            }
        }
        anchor_ = anchor;
        anchor_seen_ns_ = now_ns;
    }
    if (anchor_.host_ns != 0) clock_.update({anchor_.position + offset_, anchor_.host_ns}, now_ns);
    heard_.clock.set(clock_.map());
    heard_.ahead_s.store(seconds_of(offset_, rate_).value, std::memory_order_release);
}

void AnalysisLoop::obey_hands() {
    for (std::size_t i = 0; i < hands_.size(); ++i)
        for (int times = std::min(hands_[i].exchange(0, std::memory_order_relaxed), kMostAtOnce); times > 0; --times)
            analyzer_->command(static_cast<BeatCommand>(i), clock_.map().stream_time(AudioClock::now_ns()));
}

void AnalysisLoop::tell(const HopResult& hop) {
    heard_.features.set(hop.features);
    heard_.grid.set(hop.grid);
    heard_.hops.add({seconds_of(hop.features.at, rate_), hop.features, hop.beat, hop.downbeat, hop.beat_time});
}

bool AnalysisLoop::listen() {
    const std::size_t count = input_.read(buffer_);
    obey_hands();
    float peak = heard_.peak.load(std::memory_order_relaxed) * (count > 0 ? 0.97f : 0.9f);
    if (count > 0) {
        const float gain = std::pow(10.0f, params_.get(ParamId::kGainDb) / 20.0f);
        const std::span<float> samples(buffer_.data(), count);
        for (float& s : samples) {
            s = std::isfinite(s) ? s * gain : 0.0f;
            peak = std::max(peak, std::abs(s));
        }
        heard_.history.append(samples);
        analyzer_->analyze(samples, [this](const HopResult& hop) { tell(hop); });
    }
    heard_.peak.store(peak, std::memory_order_relaxed);
    return count > 0;
}

}  // namespace chladni
