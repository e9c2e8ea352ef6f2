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

/// What hits in one range bring along in another: the click of a kick, the body of a snare. The least that lately came with
/// them is taken off, so that a snare on top of a kick stays.
class Bleed {
public:
    /// `floor`: of a hit there; `part`: how much of the least that came with them is taken off.
    Bleed(float floor, float part) : peak_(5.0, floor), part_(part) {}
    /// What is left of `here` where `there` is what its neighbour does in the same hop.
    float without(float here, float there) {
        const float peak = peak_.follow(there);
        const float left = std::max(0.0f, here - part_ * share_ * there);
        if (there > kHit * peak) share_ += (here < share_ * there ? kDown : kUp) * (here / there - share_);
        return left;
    }

private:
    static constexpr float kHit = 0.4f, kUp = 0.1f, kDown = 0.4f;
    RecentPeak peak_;
    float part_, share_ = 0.0f;
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
