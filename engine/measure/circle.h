#pragma once

#include "engine/measure/correlogram.h"
#include "engine/measure/fourier.h"
#include "engine/measure/timed_curve.h"

namespace chladni {

/// A picture's curve laid on a circle of time: transforms of its values, and of a 1 for each of them.
struct PictureOnCircle {
    ComplexRow values, moments;
    double deviation = 0;  ///< of the values; 0: the picture stands still
    std::size_t count = 0;
};

/// A sound's curve laid on it, and its square.
struct SoundOnCircle {
    ComplexRow values, squares;
    double variance = 0;  ///< 0: the sound stands still
};

/// Time bent to a circle of `period_s`: to shift the sound is to turn it, and one product of transforms gives the correlation
/// of pictures and sound at every lag and every shift. Pure.
class Circle {
public:
    /// At most 8 ms from point to point.
    explicit Circle(double period_s);

    double step_s() const { return step_s_; }
    std::size_t points() const { return points_; }

    /// Values between two points count for both, by their nearness. Values whose deviation is below 1e-4 stand still.
    PictureOnCircle lay_picture(const TimedCurve& curve) const;
    /// The same, blurred by a Gaussian of 20 ms: a frame may come half a frame beside the sound and still meet it.
    SoundOnCircle lay_sound(const TimedCurve& curve) const;
    /// Pearson's correlation of the pictures with the sound `lag` earlier, over the moments at which there is a picture.
    Correlogram correlate(const PictureOnCircle& picture, const SoundOnCircle& sound) const;

private:
    ComplexRow spread(const TimedCurve& curve) const;
    void blur(ComplexRow& transform) const;
    std::vector<double> deviations(const PictureOnCircle& picture, const SoundOnCircle& sound) const;

    double period_s_, step_s_;
    std::size_t points_;
};

}  // namespace chladni
