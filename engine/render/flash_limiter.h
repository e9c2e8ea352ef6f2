#pragma once

#include <deque>

namespace chladni {

/// Keeps the whole picture from flashing more than three times in any second (WCAG 2.3.1, ITU-R BT.1702): a flash is a pair
/// of opposing changes of mean relative luminance by a tenth of full scale or more whose darker side is below 0.8. Told the
/// luminance that is wanted, it says which is allowed. Pure: time comes as the length of the display frame.
class FlashLimiter {
public:
    /// `wanted` 0..1; returns the luminance to show. While the allowance is used up, it stays near the last extreme.
    float limit(float wanted, double frame_s);
    /// What was really shown, where the picture could not follow exactly.
    void shown(float luminance, double frame_s);

    bool limiting() const { return limiting_; }
    /// Flashes within the last second: half the opposing changes.
    float flashes_per_s() const { return 0.5f * static_cast<float>(changes_.size()); }

private:
    static constexpr float kChange = 0.1f, kDarker = 0.8f;
    static constexpr std::size_t kAllowed = 5;  // opposing changes in a second: two flashes and a half

    double now_s_ = 0;
    std::deque<double> changes_;  // when
    float extreme_ = -1.0f;       // of the present swing
    int direction_ = 0;           // of the last counted change
    bool limiting_ = false;
};

}  // namespace chladni
