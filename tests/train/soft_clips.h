#pragma once

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/types/film_clip.h"

namespace chladni {

/// Soft moving pictures for tests: two blurred blobs and a bent wave whose brightness beats. The same number gives the same clip.
class SoftClips {
public:
    SoftClips(int width, int height, int frames) : width_(width), height_(height), frames_(frames) {}

    FilmClip operator()(std::uint64_t number) const {
        FilmClip clip;
        clip.name = "soft " + std::to_string(number);
        clip.width = width_;
        clip.height = height_;
        const Shape shape = shape_of(number);
        for (int t = 0; t < frames_; ++t)
            for (int y = 0; y < height_; ++y)
                for (int x = 0; x < width_; ++x) add_pixel(shape, t, y, x, clip);
        return clip;
    }

private:
    struct Shape {
        double phase, speed, angle, beat;
        double colours[2][3];
    };

    static Shape shape_of(std::uint64_t number) {
        std::mt19937_64 random(number * 77 + 5);
        const auto unit = [&] { return static_cast<double>(random() >> 11) / 9007199254740992.0; };
        Shape shape{unit() * 6.28, 0.3 + unit(), unit() * 6.28, 3.0 + 6.0 * unit(), {}};
        for (auto& colour : shape.colours)
            for (double& part : colour) part = unit();
        return shape;
    }

    void add_pixel(const Shape& s, int t, int y, int x, FilmClip& clip) const {
        const double u = static_cast<double>(x) / width_ - 0.5, v = static_cast<double>(y) / height_ - 0.5, time = s.speed * t / 12.0 + s.phase;
        const double du = u - 0.3 * std::cos(time), dv = v - 0.3 * std::sin(1.3 * time);
        const double blob = std::exp(-12.0 * (du * du + dv * dv));
        const double wave = 0.5 + 0.5 * std::sin(7.0 * (u * std::cos(s.angle) + v * std::sin(s.angle)) + std::sin(4.0 * v + time));
        const double light = 0.5 + 0.5 * std::exp(-std::fmod(t, s.beat) / 3.0);
        for (int c = 0; c < 3; ++c) {
            const double value = 255.0 * light * (blob * s.colours[0][c] + 0.7 * wave * s.colours[1][c]);
            clip.rgb.push_back(static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0)));
        }
    }

    int width_, height_, frames_;
};

}  // namespace chladni
