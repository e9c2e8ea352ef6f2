#include "engine/analysis/beat_lead.h"

namespace chladni {

namespace {

constexpr double kTapped_s = 30.0;     // so long a tapped tempo leads
constexpr double kSureOfItself = 0.8;  // of the ear: then it leads before taps

}  // namespace

std::optional<BeatLead::Leader> BeatLead::leader(double now_s, double ear_confidence) const {
    if (clock_.runs(now_s)) return Leader{clock_.line(), BeatSource::kClock};
    if (held_) return Leader{*held_, BeatSource::kHold};
    if (tapped_ && now_s <= tapped_until_s_ && ear_confidence < kSureOfItself) return Leader{*tapped_, BeatSource::kTap};
    return {};
}

std::optional<BeatLine> BeatLead::tap(double at_s) {
    const auto line = taps_.tap(at_s);
    if (!line) return {};
    tapped_ = line;
    tapped_until_s_ = at_s + kTapped_s;
    if (held_) held_ = line;
    return line;
}

void BeatLead::follow() {
    held_.reset();
    tapped_.reset();
}

}  // namespace chladni
