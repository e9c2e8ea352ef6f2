#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "engine/media/audio_reader.h"

namespace chladni {

/// The sound of a film by the film's clock, asked for from front to back. Keeps no more than was asked for last. One thread.
class FilmSound {
public:
    /// Throws Error where the film has none.
    explicit FilmSound(const std::filesystem::path& film);

    /// The mean of all channels, [duration_s * rate_hz]: silence where the film has no sound. A later call may not begin earlier.
    std::vector<float> take(double from_s, double duration_s, double rate_hz);

private:
    bool read();
    std::vector<float> window(std::int64_t first, std::int64_t length);

    AudioReader reader_;
    std::vector<float> kept_, mono_;
    std::int64_t first_ = 0;  // number of kept_'s first sample
};

}  // namespace chladni
