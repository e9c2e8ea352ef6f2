#include "engine/runtime/sound_levels.h"

#include <algorithm>
#include <cmath>

#include "engine/looks/drive.h"

namespace chladni {

namespace {

constexpr float kLoud_db = -17.0f, kSilent_db = -80.0f;
constexpr double kLevelHop_s = 0.05;

float db_of(double mean_square) { return std::max(kSilent_db, static_cast<float>(10.0 * std::log10(mean_square + 1e-12))); }

double mean_square(std::span<const float> samples) {
    double sum = 0;
    for (const float s : samples) sum += static_cast<double>(s) * s;
    return samples.empty() ? 0.0 : sum / static_cast<double>(samples.size());
}

std::span<const float> stretch(std::span<const float> mono, double from_s, double to_s, double rate_hz) {
    const auto at = [&](double t) { return static_cast<std::size_t>(std::clamp(t * rate_hz, 0.0, static_cast<double>(mono.size()))); };
    return mono.subspan(at(from_s), at(to_s) - at(from_s));
}

// The level that four fifths of the sounding hops stay below.
float loud_db(std::span<const float> mono) {
    constexpr std::size_t kHop = 2048;
    std::vector<float> levels;
    for (std::size_t i = 0; i + kHop <= mono.size(); i += kHop) levels.push_back(db_of(mean_square(mono.subspan(i, kHop))));
    std::erase_if(levels, [](float db) { return db < -55.0f; });
    if (levels.empty()) return kLoud_db;
    const auto place = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() * 4 / 5);
    std::nth_element(levels.begin(), place, levels.end());
    return *place;
}

void smooth(std::vector<float>& values, double over_s) {
    const auto keep = static_cast<float>(std::exp(-1.0 / (over_s * kFilmRate)));
    for (std::size_t i = 1; i < values.size(); ++i) values[i] += keep * (values[i - 1] - values[i]);
    for (std::size_t i = values.size(); i-- > 1;) values[i - 1] += keep * (values[i] - values[i - 1]);
}

}  // namespace

void level_out(std::vector<float>& mono) {
    float peak = 1e-6f;
    for (const float s : mono) peak = std::max(peak, std::abs(s));
    const float gain = std::min(std::pow(10.0f, (kLoud_db - loud_db(mono)) / 20.0f), 0.98f / peak);
    for (float& s : mono) s *= gain;
}

SoundLevels sound_levels(std::span<const float> mono, double sample_rate_hz) {
    const auto frames = static_cast<std::size_t>(static_cast<double>(mono.size()) / sample_rate_hz * kFilmRate + 1e-6);
    SoundLevels levels;
    for (std::size_t k = 0; k < frames; ++k) {
        const double t = (static_cast<double>(k) + 0.5) / kFilmRate;
        const float wide_db = db_of(mean_square(stretch(mono, t - 4 * kLevelHop_s, t + 4 * kLevelHop_s, sample_rate_hz)));
        levels.energy.push_back(std::clamp((wide_db + 45.0f) / 30.0f, 0.0f, 1.0f));
        levels.calm.push_back(std::clamp((-42.0f - wide_db) / 8.0f, 0.0f, 1.0f));
    }
    smooth(levels.energy, 0.12);
    smooth(levels.calm, 0.08);
    return levels;
}

}  // namespace chladni
