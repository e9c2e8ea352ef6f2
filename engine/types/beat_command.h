#pragma once

namespace chladni {

/// What a hand can do to the beat.
enum class BeatCommand { kTap, kNudgeEarlier, kNudgeLater, kHalve, kDouble, kResync, kHold, kFollow };

}  // namespace chladni
