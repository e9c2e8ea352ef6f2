#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace chladni {

/// A few seconds of film with their sound and a sentence that says what is seen: what a model is trained on.
struct FilmClip {
    std::string name;                 ///< where it comes from: for messages
    std::string caption;
    int width = 0, height = 0;        ///< px
    double frame_rate = 24.0;
    std::vector<std::uint8_t> rgb;    ///< [frames, height, width, 3], first row is the top
    double sample_rate = 16000.0;
    std::vector<float> mono;          ///< begins with the first frame
    std::vector<double> beats_s;      ///< from the first frame on, ascending; empty where none is known

    std::size_t bytes_per_frame() const { return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3; }
    std::size_t frames() const { return bytes_per_frame() ? rgb.size() / bytes_per_frame() : 0; }
};

}  // namespace chladni
