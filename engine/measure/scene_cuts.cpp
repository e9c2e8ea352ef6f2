#include "engine/measure/scene_cuts.h"

#include <algorithm>

namespace chladni {

namespace {

constexpr double kLeastChange = 0.12;
constexpr double kAboveUsual = 3.0;
constexpr double kLongestFlash_s = 0.5;
constexpr double kSameEdges = 0.8;      // soft pictures of two scenes may agree in 0.7 by chance
constexpr std::size_t kAround = 6;      // pictures before and after that say what is usual
constexpr double kUsualShare = 2.0 / 3;  // of them change less: drawn films repeat their pictures, quick ones cut often

}  // namespace

void SceneCuts::take(const PictureLook& look, double time_s) {
    const double change = seen_.empty() ? 0.0 : seen_.back().look.change_to(look);
    seen_.push_back({look, time_s, change});
    while (may_judge()) judge();
}

void SceneCuts::finish() {
    while (next_ < first_ + seen_.size()) judge();
}

// Everything that a judgement looks at is there.
bool SceneCuts::may_judge() const {
    const std::size_t at = next_ - first_;
    return at + kAround < seen_.size() && seen_.back().time_s > seen_[at].time_s + kLongestFlash_s;
}

void SceneCuts::judge() {
    if (next_ > 0 && is_cut()) cuts_.push_back(next_);
    const std::size_t lit = fades_.lit();
    const std::optional<std::size_t> black = fades_.take(seen_[next_ - first_].look, next_);
    if (black && (cuts_.empty() || cuts_.back() <= lit)) cuts_.push_back(*black);
    ++next_;
    for (; first_ + kAround + 1 < next_; ++first_) seen_.pop_front();
}

bool SceneCuts::is_cut() {
    const std::size_t at = next_ - first_;
    const PictureLook& before = seen_[at - 1].look;
    const Seen& here = seen_[at];
    return next_ > returned_ && here.change >= kLeastChange && here.change >= kAboveUsual * usual_change() &&
           before.kept_edges(here.look) < kSameEdges && !returns();
}

double SceneCuts::usual_change() const {
    const std::size_t at = next_ - first_;
    std::vector<double> changes;
    for (std::size_t i = at > kAround ? at - kAround : 1; i < seen_.size() && i <= at + kAround; ++i)
        if (i != at && first_ + i > 0) changes.push_back(seen_[i].change);
    if (changes.empty()) return 0.0;
    const auto usual = changes.begin() + static_cast<std::ptrdiff_t>(kUsualShare * static_cast<double>(changes.size()));
    std::nth_element(changes.begin(), usual, changes.end());
    return *usual;
}

// A flash: soon it looks again as it did before.
bool SceneCuts::returns() {
    const std::size_t at = next_ - first_;
    const PictureLook& before = seen_[at - 1].look;
    for (std::size_t i = at + 1; i < seen_.size() && seen_[i].time_s <= seen_[at].time_s + kLongestFlash_s; ++i) {
        if (before.change_to(seen_[i].look) >= kLeastChange && before.kept_edges(seen_[i].look) < kSameEdges) continue;
        returned_ = first_ + i;
        return true;
    }
    return false;
}

}  // namespace chladni
