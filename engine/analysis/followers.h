#pragma once

#include <algorithm>
#include <cmath>

#include "engine/analysis/tempo_space.h"

namespace chladni {

/// The factor per hop that halves a value in `half_life_s`.
inline float decay_per_hop(double half_life_s) { return static_cast<float>(std::exp2(-1.0 / (half_life_s * kHopsPerSecond))); }

/// The largest value of the recent past, never under a floor: the measure of an automatic gain.
class RecentPeak {
public:
    RecentPeak(double half_life_s, float floor) : decay_(decay_per_hop(half_life_s)), floor_(floor), value_(floor) {}
    float follow(float x) { return value_ = std::max({value_ * decay_, x, floor_}); }

private:
    float decay_, floor_, value_;
};

/// Goes up and down toward what it is given, each at its own speed.
class Envelope {
public:
    Envelope(double attack_s, double release_s) : attack_(decay_per_hop(attack_s)), release_(decay_per_hop(release_s)) {}
    float follow(float x) {
        const float keep = x > value_ ? attack_ : release_;
        return value_ = x + keep * (value_ - x);
    }

private:
    float attack_, release_, value_ = 0.0f;
};

/// Hits of one kind from the flux of their range: what stands out of the recent mean, against the recent peak, falling off.
class HitEnvelope {
public:
    HitEnvelope(double half_life_s, float floor) : peak_(5.0, floor), decay_(decay_per_hop(half_life_s)) {}
    float follow(float flux) {
        const float over = std::max(0.0f, flux - 1.5f * mean_);
        mean_ += 0.01f * (flux - mean_);
        const float now = over / peak_.follow(over);
        return value_ = std::max(value_ * decay_, now > 0.15f ? now : 0.0f);
    }

private:
    RecentPeak peak_;
    float decay_, mean_ = 0.0f, value_ = 0.0f;
};

}  // namespace chladni
