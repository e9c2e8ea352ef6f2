#pragma once

#include <cmath>
#include <filesystem>
#include <vector>

#include "engine/media/audio_file.h"
#include "engine/media/film_reader.h"

namespace chladni {

/// A film, read back.
struct FilmFacts {
    std::int64_t frames = 0;
    int width = 0, height = 0;
    double frame_rate = 0;
    std::vector<std::uint64_t> hashes;  ///< one per frame
};

inline FilmFacts facts_of(const std::filesystem::path& path) {
    FilmReader film(path);
    FilmFacts facts{0, film.width(), film.height(), film.frame_rate(), {}};
    while (const auto picture = film.next()) {
        std::uint64_t hash = 14695981039346656037ull;
        for (int i = 0; i < picture->width * picture->height * 4; ++i) hash = (hash ^ picture->rgba[i]) * 1099511628211ull;
        facts.hashes.push_back(hash);
        ++facts.frames;
    }
    return facts;
}

/// By how many samples `heard` comes later than `original` (from its sample `first` on), by correlation of one second.
inline int lag_of(const std::vector<float>& heard, const std::vector<float>& original, std::size_t first, int most) {
    constexpr std::size_t kLength = 48000;
    const auto begin = static_cast<std::size_t>(most);  // into the film, so that both signs can be tried
    int best = most + 1;
    double most_alike = 0;
    for (int lag = -most; lag <= most; ++lag) {
        double sum = 0;
        for (std::size_t i = 0; i < kLength; i += 3)
            sum += heard[i + static_cast<std::size_t>(lag + most)] * original[first + begin + i];
        if (sum > most_alike) most_alike = sum, best = lag;
    }
    return best;
}

}  // namespace chladni
