#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/types/video_frame.h"

namespace chladni {

/// A landscape of soft coloured waves, another one for each number: what a camera sees that looks at a place of it.
class PaintedScene {
public:
    explicit PaintedScene(int number) {
        std::uint32_t state = 7919u * static_cast<std::uint32_t>(number) + 1;
        const auto random = [&] { return static_cast<double>((state = state * 1664525u + 1013904223u) >> 8) / (1 << 24); };
        for (Wave& wave : waves_) wave = {0.02 + 0.2 * random(), 0.02 + 0.2 * random(), 6.3 * random(), 3.0 * random()};
        for (double& tint : tints_) tint = 0.4 + 0.6 * random();
    }

    /// [height, width, 4]; `x_px`, `y_px`: where the camera looks; `light` for each of red, green and blue.
    std::vector<std::uint8_t> rgba(int width, int height, double x_px = 0, double y_px = 0, std::array<double, 3> light = {1, 1, 1}) const {
        std::vector<std::uint8_t> out;
        out.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                for (std::size_t c = 0; c < 3; ++c) {
                    const double value = tints_[c] * light[c] * wave_at(x + x_px, y + y_px, static_cast<double>(c));
                    out.push_back(static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0)));
                }
                out.push_back(255);
            }
        return out;
    }

private:
    struct Wave {
        double across, down, phase, colour;
    };
    double wave_at(double x, double y, double colour) const {
        double sum = 0;
        for (const Wave& wave : waves_) sum += std::sin(wave.across * x + wave.down * y + wave.phase + wave.colour * colour);
        return 110 + 35 * sum;
    }
    std::array<Wave, 5> waves_;
    std::array<double, 3> tints_;
};

}  // namespace chladni
