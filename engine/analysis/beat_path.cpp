#include "engine/analysis/beat_path.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr float kNever = -1e9f;
constexpr float kClear = 0.2f;  // an activation that a beat may be set on
constexpr float kOthers = static_cast<float>(TempoSpace::kBeatPart) - 1.0f;

float log_of(double p) { return p > 0.0 ? static_cast<float>(std::log(p)) : kNever; }

}  // namespace

std::vector<std::size_t> BeatPath::beats(std::span<const float> activations) {
    const std::size_t rows = space_.rows();
    change_.resize(rows * rows);
    for (std::size_t to = 0; to < rows; ++to)
        for (std::size_t from = 0; from < rows; ++from) change_[to * rows + from] = log_of(space_.change(from, to));
    taste_ = TempoTaste{}.per_hop(space_);
    for (float& factor : taste_) factor = log_of(static_cast<double>(factor));
    score_.assign(space_.states(), 0.0f);
    came_from_.assign(activations.size(), std::vector<unsigned char>(rows));
    for (std::size_t hop = 0; hop < activations.size(); ++hop) {
        if (hop > 0) move(came_from_[hop]);
        observe(activations[hop]);
    }
    return trace_back(activations);
}

void BeatPath::move(std::vector<unsigned char>& came_from) {
    const std::size_t rows = space_.rows();
    std::vector<float> ends(rows);
    for (std::size_t row = 0; row < rows; ++row) ends[row] = score_[space_.last(row)];
    std::shift_right(score_.begin(), score_.end(), 1);
    for (std::size_t to = 0; to < rows; ++to) {
        float best = 2.0f * kNever;
        for (std::size_t from = 0; from < rows; ++from) {
            const float score = ends[from] + change_[to * rows + from];
            if (score > best) best = score, came_from[to] = static_cast<unsigned char>(from);
        }
        score_[space_.begin(to)] = best;
    }
}

void BeatPath::observe(float activation) {
    const float on_beat = std::log(activation * kOthers / (1.0f - activation));
    for (std::size_t row = 0; row < space_.rows(); ++row) {
        for (std::size_t s = space_.begin(row); s < space_.begin(row) + space_.beat_width(row); ++s)
            score_[s] += on_beat;
        for (std::size_t s = space_.begin(row); s <= space_.last(row); ++s) score_[s] += taste_[row];
    }
    const float best = *std::ranges::max_element(score_);
    for (float& score : score_) score -= best;  // only differences count, and so they stay small
}

std::vector<std::size_t> BeatPath::trace_back(std::span<const float> activations) const {
    std::vector<std::size_t> beats;
    if (activations.empty()) return beats;
    const auto end = static_cast<std::size_t>(std::ranges::max_element(score_) - score_.begin());
    std::size_t row = 0;
    while (space_.last(row) < end) ++row;
    auto start =
        static_cast<std::ptrdiff_t>(activations.size() - 1) - static_cast<std::ptrdiff_t>(end - space_.begin(row));
    for (; start >= 0; start -= static_cast<std::ptrdiff_t>(space_.interval(row))) {
        const auto hop = static_cast<std::size_t>(start);
        beats.push_back(loudest_of(activations, hop, row));
        row = came_from_[hop][row];
    }
    // The beat before began before the piece; where its beat part reaches into it, the sound of the beat may be heard.
    const std::ptrdiff_t reach = start + static_cast<std::ptrdiff_t>(space_.beat_width(row));
    if (reach > 0) {
        const auto part = activations.first(std::min(static_cast<std::size_t>(reach), activations.size()));
        const auto loudest = std::ranges::max_element(part);
        if (*loudest >= kClear) beats.push_back(static_cast<std::size_t>(loudest - part.begin()));
    }
    std::ranges::reverse(beats);
    return beats;
}

std::size_t BeatPath::loudest_of(std::span<const float> activations, std::size_t first, std::size_t row) const {
    const std::size_t width = space_.beat_width(row), last = std::min(first + width, activations.size());
    const auto part = activations.subspan(first, last - first);
    const auto loudest = std::ranges::max_element(part);
    return *loudest >= kClear ? first + static_cast<std::size_t>(loudest - part.begin())
                              : std::min(first + width / 2, last - 1);
}

}  // namespace chladni
