#include "engine/train/straight_flow.h"

#include <algorithm>

#include "engine/ltx/denoise.h"

namespace chladni::train {

namespace {

constexpr std::int64_t kTeacherSteps = 4;  // of each piece

/// Of each row: the noise levels of its piece's ends, and where between them it stands.
struct Pieces {
    std::vector<float> begin, end, level;
};

Pieces pieces_of(const at::Tensor& levels, const std::vector<double>& borders) {
    Pieces pieces;
    for (std::int64_t row = 0; row < levels.size(0); ++row) {
        const double level = std::clamp(levels[row].item<double>(), borders.back(), borders.front());
        const auto below = std::find_if(borders.begin() + 1, borders.end() - 1, [&](double border) { return border <= level; });
        const double begin = below[-1], end = *below, gone = (begin - level) / (begin - end);
        pieces.begin.push_back(static_cast<float>(begin)), pieces.end.push_back(static_cast<float>(end));
        pieces.level.push_back(static_cast<float>(begin - std::max(0.0, 2.0 * gone - 1.0) * (begin - end)));
    }
    return pieces;
}

}  // namespace

// The clips, noised up to the last border and cleaned at one stroke, with the noise that given frames have: [B, N, C].
at::Tensor StraightFlow::given_by(const ListeningModel& pupil, const NamedTensors* values, const WindowBatch& batch) const {
    const double border = borders_[borders_.size() - 2];
    WindowBatch all = batch;
    all.context = 0;
    all.levels = at::full_like(batch.levels, border);
    const FlowPoint point = pupil.point(all);
    const at::Tensor clean = point.tokens - border * pupil.voice(all, values)(point);         // [B, N, C]
    return at::lerp(clean, ltx::tokens_of(batch.context_noise.to(clean.device())), batch.context_level);
}

FlowPoint StraightFlow::point(const WindowBatch& batch, const ListeningModel& pupil, const NamedTensors* values) const {
    const at::NoGradGuard guard;
    const Pieces pieces = pieces_of(batch.levels, borders_);
    WindowBatch first = batch;
    first.levels = at::tensor(pieces.begin);                                                 // [B]
    FlowPoint point = teacher_.point(first);
    const auto column = [&](const std::vector<float>& levels) { return at::tensor(levels).to(point.tokens.device()).view({-1, 1, 1}); };  // [B, 1, 1]
    const at::Tensor begin = column(pieces.begin), length = begin - column(pieces.end), from = point.tokens;
    const at::Tensor step = length / static_cast<double>(kTeacherSteps);                     // [B, 1, 1]
    const Voice teacher = teacher_.voice(batch);
    at::Tensor before;
    for (std::int64_t i = 0; i < kTeacherSteps; ++i) {
        const at::Tensor said = teacher(point);                                 // [B, N, C]
        const at::Tensor along = before.defined() ? 1.5 * said - 0.5 * before : said;        // Adams and Bashforth's second formula
        point = moved(point, point.tokens - step * along, (begin - static_cast<double>(i + 1) * step).flatten());
        before = said;
    }
    const at::Tensor velocity = (from - point.tokens) / length;                              // [B, N, C]
    const at::Tensor gone = begin - column(pieces.level);                                    // [B, 1, 1]
    point = moved(point, from - gone * velocity, at::tensor(pieces.level).to(from.device()));
    point.velocity = velocity;
    if (point.kept > 0) point.tokens.narrow(1, 0, point.kept).copy_(given_by(pupil, values, batch).narrow(1, 0, point.kept));
    return point;
}

}  // namespace chladni::train
