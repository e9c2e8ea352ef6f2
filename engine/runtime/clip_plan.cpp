#include "engine/runtime/clip_plan.h"

#include <algorithm>

namespace chladni {

namespace {

constexpr double kRounding_s = 1e-6;

// A picture is the nearest one half the way to the next, but not for long where the film stands still.
double shown_until_s(double picture_s, double next_s) { return std::min((picture_s + next_s) / 2, picture_s + kLongestStill_s / 2); }

std::size_t clips_in(const FilmStretch& stretch, int frames, double frame_rate) {
    const auto fits = [&](std::size_t clips) {
        const double last_frame = static_cast<double>(clips) * frames - 1;
        return stretch.begin_s + last_frame / frame_rate <= stretch.until_s + kRounding_s;
    };
    std::size_t clips = 0;
    while (fits(clips + 1)) ++clips;
    return clips;
}

}  // namespace

std::vector<FilmStretch> stretches_of(std::span<const double> times_s, std::span<const std::size_t> breaks, double last_s) {
    std::vector<FilmStretch> stretches;
    if (times_s.empty()) return stretches;
    std::size_t begin = 0;
    for (const std::size_t next : breaks) {
        stretches.push_back({times_s[begin], shown_until_s(times_s[next - 1], times_s[next])});
        begin = next;
    }
    stretches.push_back({times_s[begin], shown_until_s(times_s.back(), times_s.back() + last_s)});
    return stretches;
}

std::vector<std::size_t> standstills(std::span<const double> times_s) {
    std::vector<std::size_t> found;
    for (std::size_t i = 1; i < times_s.size(); ++i)
        if (times_s[i] - times_s[i - 1] > kLongestStill_s) found.push_back(i);
    return found;
}

std::vector<double> clip_begins(std::span<const FilmStretch> stretches, int frames, double frame_rate) {
    std::vector<double> begins;
    for (const FilmStretch& stretch : stretches)
        for (std::size_t i = 0; i < clips_in(stretch, frames, frame_rate); ++i)
            begins.push_back(stretch.begin_s + static_cast<double>(i) * frames / frame_rate);
    return begins;
}

std::size_t short_stretches(std::span<const FilmStretch> stretches, int frames, double frame_rate) {
    return static_cast<std::size_t>(std::ranges::count_if(stretches, [&](const FilmStretch& s) { return clips_in(s, frames, frame_rate) == 0; }));
}

}  // namespace chladni
