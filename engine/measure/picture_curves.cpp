#include "engine/measure/picture_curves.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr double kCodecChange = 0.002;  // half a step of 8 bits: less is what a codec does

template <typename Value>
TimedCurve curve_of(const char* name, std::span<const PictureFacts> pictures, double after_s, Value value) {
    TimedCurve curve{name, {}, {}};
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        curve.times_s.push_back(pictures[i].time_s + after_s);
        curve.values.push_back(static_cast<double>(value(i)));
    }
    return curve;
}

double usual_of(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(std::max<std::size_t>(1, values.size())) + kCodecChange;
}

void even_out(TimedCurve& curve) {
    const double usual = usual_of(curve.values);
    for (double& value : curve.values) value = std::log1p(value / usual);
}

TimedCurve local_curve(std::span<const PictureFacts> pictures) {
    TimedCurve sum = curve_of("local", pictures, 0.0, [](std::size_t) { return 0.0; });
    constexpr std::size_t kCells = PictureFacts{}.cells.size();
    for (std::size_t cell = 0; cell < kCells; ++cell) {
        TimedCurve one = curve_of("", pictures, 0.0, [&](std::size_t i) { return pictures[i].cells[cell]; });
        even_out(one);
        for (std::size_t i = 0; i < sum.size(); ++i) sum.values[i] += one.values[i] / static_cast<double>(kCells);
    }
    return sum;
}

}  // namespace

std::vector<TimedCurve> picture_curves(std::span<const PictureFacts> pictures, double frame_s) {
    const double middle_s = 0.5 * frame_s;
    std::vector<TimedCurve> curves;
    curves.push_back(curve_of("flash", pictures, 0.0, [&](std::size_t i) {
        return i ? std::max(0.0f, pictures[i].brightness - pictures[i - 1].brightness) : 0.0f;
    }));
    even_out(curves.back());
    curves.push_back(curve_of("motion", pictures, 0.0, [&](std::size_t i) { return pictures[i].motion; }));
    even_out(curves.back());
    curves.push_back(local_curve(pictures));
    curves.push_back(curve_of("brightness", pictures, middle_s, [&](std::size_t i) { return pictures[i].brightness; }));
    curves.push_back(curve_of("saturation", pictures, middle_s, [&](std::size_t i) { return pictures[i].saturation; }));
    return curves;
}

}  // namespace chladni
