#pragma once

#include <cmath>
#include <vector>

#include "engine/encode/audio_encoder.h"
#include "engine/encode/synth_ears.h"
#include "tests/support/temp_folder.h"

namespace chladni {

/// Ears of tiny random networks, and a sound for them.
class SmallEars {
public:
    static constexpr std::int64_t kWidth = 32;

    std::unique_ptr<AudioEncoder> load(const std::string& kind, const EncoderPlace& place = {}) const {
        synthesize_ears(folder_.path() / kind, {kind, kWidth, false, 1});
        return load_audio_encoder(folder_.path() / kind, place);
    }
    const std::filesystem::path& folder() const { return folder_.path(); }

private:
    TempFolder folder_;
};

/// A melody with a click on each beat, 120 a minute, and some noise: never the same twice.
inline std::vector<float> melody(double seconds, int rate) {
    std::vector<float> sound(static_cast<std::size_t>(seconds * rate));
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        state = state * 1664525u + 1013904223u;
        const double t = static_cast<double>(i) / rate, note = 220.0 * std::pow(1.5, std::floor(std::fmod(t * 4.0, 5.0)));
        sound[i] = static_cast<float>(0.3 * std::sin(6.283185307 * note * t) + 0.4 * std::exp(-std::fmod(t, 0.5) / 0.02) * std::sin(6.283185307 * 3000.0 * t) +
                                      0.02 * (static_cast<double>(state >> 8) / 8388608.0 - 1.0));
    }
    return sound;
}

/// Cosine between the same tokens of two encodings, for each.
inline std::vector<double> cosines(const AudioTokens& a, const AudioTokens& b) {
    std::vector<double> list;
    for (std::size_t k = 0; k < std::min(a.count(), b.count()); ++k) {
        double ab = 0, aa = 1e-12, bb = 1e-12;
        for (std::size_t i = k * a.dim; i < (k + 1) * a.dim; ++i) {
            const double x = static_cast<double>(a.values[i]), y = static_cast<double>(b.values[i]);
            ab += x * y, aa += x * x, bb += y * y;
        }
        list.push_back(ab / std::sqrt(aa * bb));
    }
    return list;
}

}  // namespace chladni
