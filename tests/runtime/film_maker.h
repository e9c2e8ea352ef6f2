#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/media/film_writer.h"
#include "tests/support/painted_scene.h"

namespace chladni {

/// A film to be written by a test.
struct MadeFilm {
    int frames = 48;
    double frame_rate = 24;
    int width = 96, height = 64;
    std::string codec = "h264";
    /// Pixels [height, width, 4] of a picture.
    std::function<std::vector<std::uint8_t>(int)> picture = [](int) { return PaintedScene(1).rgba(96, 64); };
    /// Sample number at 48 kHz to sound; none: a film without sound.
    std::function<float(std::int64_t)> sound = nullptr;
};

inline void make_film(const std::filesystem::path& path, const MadeFilm& film) {
    FilmWriter writer(path, {film.width, film.height, film.frame_rate, film.sound ? 48000 : 0, film.sound ? 1 : 0, film.codec, 8});
    std::int64_t written = 0;
    for (int i = 0; i < film.frames; ++i) {
        writer.write_frame({film.picture(i).data(), film.width, film.height});
        std::vector<float> samples;
        while (film.sound && written < std::llround((i + 1) * 48000 / film.frame_rate)) samples.push_back(film.sound(written++));
        if (film.sound) writer.write_audio(samples);
    }
    writer.finish();
}

/// A click of a millisecond at these times, else silence.
inline std::function<float(std::int64_t)> clicks_at(std::vector<double> times_s) {
    return [times_s = std::move(times_s)](std::int64_t sample) {
        for (const double time_s : times_s) {
            const std::int64_t since = sample - std::llround(time_s * 48000);
            if (since >= 0 && since < 48) return 0.8f * std::sin(0.4f * static_cast<float>(since + 1));
        }
        return 0.0f;
    };
}

}  // namespace chladni
