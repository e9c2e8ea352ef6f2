#pragma once

#include <cmath>
#include <filesystem>
#include <random>
#include <vector>

#include "engine/media/film_writer.h"

namespace chladni {

/// A film of white flashes on black and of clicks, 64x48.
struct ClickFilm {
    double frame_rate = 24.0;
    double duration_s = 30.0;
    std::vector<double> flashes_s;  ///< a picture is white when one of these falls on its beginning
    std::vector<double> clicks_s;
    bool sound = true;
};

/// Moments that are frames' beginnings, 0.4 to 1.3 s apart, never the same distance for long.
inline std::vector<double> uneven_frames(double frame_rate, double duration_s, unsigned seed) {
    std::mt19937 engine(seed);
    std::vector<double> moments_s;
    for (double t = 0.5; t < duration_s - 0.5; t += 0.4 + 0.9 * static_cast<double>(engine() % 1000) / 1000.0)
        moments_s.push_back(std::round(t * frame_rate) / frame_rate);
    return moments_s;
}

inline std::vector<double> later(std::vector<double> moments_s, double by_s) {
    for (double& t : moments_s) t += by_s;
    return moments_s;
}

inline std::vector<float> click_sound(const ClickFilm& film, int rate_hz) {
    std::vector<float> sound(static_cast<std::size_t>(film.duration_s * rate_hz), 0.0f);
    for (const double click_s : film.clicks_s) {
        const auto first = static_cast<std::size_t>(std::max(0.0, std::round(click_s * rate_hz)));
        for (std::size_t i = 0; i < 960 && first + i < sound.size(); ++i)
            sound[first + i] += 0.8f * static_cast<float>(std::exp(-0.01 * static_cast<double>(i)) * std::sin(0.35 * static_cast<double>(i)));
    }
    return sound;
}

inline void write_click_film(const std::filesystem::path& path, const ClickFilm& film) {
    constexpr int kWidth = 64, kHeight = 48, kRate_hz = 48000;
    const std::string codec = path.extension() == ".webm" ? "vp9" : "h264";
    FilmWriter writer(path, {kWidth, kHeight, film.frame_rate, film.sound ? kRate_hz : 0, film.sound ? 1 : 0, codec});
    const std::vector<float> sound = click_sound(film, kRate_hz);
    const auto per_frame = static_cast<std::size_t>(kRate_hz / film.frame_rate);
    std::vector<std::uint8_t> rgba(kWidth * kHeight * 4);
    for (int frame = 0; frame < static_cast<int>(film.duration_s * film.frame_rate); ++frame) {
        bool white = false;
        for (const double flash_s : film.flashes_s) white |= std::lround(flash_s * film.frame_rate) == frame;
        std::ranges::fill(rgba, white ? std::uint8_t{255} : std::uint8_t{0});
        writer.write_frame({rgba.data(), kWidth, kHeight});
        if (film.sound) writer.write_audio(std::span(sound).subspan(static_cast<std::size_t>(frame) * per_frame, per_frame));
    }
    writer.finish();
}

}  // namespace chladni
