#include "engine/train/window_batch.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/train/draw.h"

namespace chladni::train {

namespace {

enum Purpose : std::uint64_t { kOrder = 1, kShape = 2, kRow = 100 };

std::int64_t choice(const std::vector<double>& chances, double unit) {
    double sum = 0;
    for (const double chance : chances) sum += chance;
    unit *= sum;
    for (std::size_t i = 0; i < chances.size(); ++i)
        if ((unit -= chances[i]) < 0) return static_cast<std::int64_t>(i);
    return static_cast<std::int64_t>(chances.size()) - 1;
}

// Row k of all rows since the start: every clip once in an order of its own before any comes again.
std::size_t clip_of_row(std::int64_t row, std::int64_t clips, std::uint64_t seed) {
    const std::int64_t round = row / clips;
    return static_cast<std::size_t>(Draw(seed, round, kOrder).order(clips)[row % clips].item<std::int64_t>());
}

// A logistic-normal shift: it adds to what the level is already shifted by.
double noisier(double level, double shift) { return level / (level + (1.0 - level) * std::exp(-shift)); }

/// Where a window lies in its clip, in latent frames.
struct Cut {
    std::int64_t begin = 0, frames = 0, tokens = 0, before = 0;
};

// The sound tokens from the window's first frame on, `before` of them earlier; silence where there is none.
at::Tensor columns_of(const LatentClip& clip, const Cut& cut, std::int64_t first_token) {
    const std::int64_t from = first_token - cut.before, count = cut.before + cut.tokens, all = clip.columns.size(0);
    const std::int64_t begin = std::clamp<std::int64_t>(from, 0, all), end = std::clamp<std::int64_t>(from + count, begin, all);
    const at::Tensor part = clip.columns.narrow(0, begin, end - begin);                              // [n, inputs]
    return at::constant_pad_nd(part, {0, 0, begin - from, from + count - end}, 0);                   // [before + A, inputs]
}

}  // namespace

ltx::LatentGrid WindowDrawer::grid_of(const WindowSize& size) const {
    ltx::LatentGrid grid = grid_;
    grid.frames = size.frames;
    if (size.height > 0) grid.height = std::min(size.height, grid_.height);
    if (size.width > 0) grid.width = std::min(size.width, grid_.width);
    return grid;
}

WindowDrawer WindowDrawer::plain() const {
    WindowDrawer plain = *this;
    plain.recipe_.text_dropout = plain.recipe_.audio_dropout = plain.recipe_.both_dropout = plain.recipe_.scale_spread = 0;
    return plain;
}

WindowBatch WindowDrawer::draw(const std::vector<LatentClip>& clips, std::int64_t step, std::int64_t share, std::int64_t shares) const {
    require(!clips.empty(), "expected clips to train on, got none");
    Draw shape(seed_, step, kShape);
    const WindowSize& size = recipe_.windows[static_cast<std::size_t>(shape.below(static_cast<std::int64_t>(recipe_.windows.size())))];
    const std::int64_t frames = size.frames, rows = size.batch;
    WindowBatch batch;
    batch.grid = grid_of(size);
    batch.context = std::min(choice(recipe_.context, shape.unit()), size.from_nothing ? 0 : frames - 1);
    batch.context_level = shape.unit() * recipe_.context_noise;
    batch.before = batch.context > 0 || size.from_nothing ? 1 : 0;
    batch.top = shape.below(grid_.height - batch.grid.height + 1);
    batch.left = shape.below(grid_.width - batch.grid.width + 1);
    std::int64_t most = 0;  // rows of any step: so many are passed by in each, that none comes twice in a round
    for (const WindowSize& window : recipe_.windows) most = std::max(most, window.batch * shares);
    const std::int64_t tokens = (grid_.temporal_ratio * (frames - 1) + 1) / recipe_.frames_per_token;
    std::vector<at::Tensor> latents, noise, context_noise, columns;
    std::vector<double> levels, scales;
    for (std::int64_t i = 0; i < rows; ++i) {
        const std::int64_t row = share * rows + i;  // of the whole batch
        Draw draw(seed_, step, kRow + static_cast<std::uint64_t>(row));
        const LatentClip& clip = clips[clip_of_row(step * most + row, static_cast<std::int64_t>(clips.size()), seed_)];
        const std::int64_t room = clip.latents.size(1) - frames;
        require(room >= 0, "expected clips of at least " + std::to_string(frames) + " latent frames, got " + std::to_string(clip.latents.size(1)));
        // A film begins with a latent of one frame; what goes on begins anywhere behind it; a piece from nothing begins anywhere.
        const bool at_start = room == 0 || (batch.context == 0 && !size.from_nothing);
        const std::int64_t begin = at_start ? 0 : size.from_nothing ? draw.below(room + 1) : 1 + draw.below(room);
        const Cut cut{begin, frames, tokens, batch.before};
        const at::Tensor part = clip.latents.narrow(1, begin, frames).narrow(2, batch.top, batch.grid.height);  // [C, F, H, W']
        latents.push_back(part.narrow(3, batch.left, batch.grid.width).to(at::kFloat));            // [C, F, H, W]
        noise.push_back(draw.normals(latents.back().sizes()));
        context_noise.push_back(draw.normals(latents.back().sizes()));
        columns.push_back(columns_of(clip, cut, begin * grid_.temporal_ratio / recipe_.frames_per_token));
        const double even = 1.0 / (1.0 + std::exp(-draw.normal()));
        levels.push_back(noisier(ltx::shifted_level(even, frames * grid_.cells(), scheduler_), recipe_.noisier));
        const bool deaf = draw.unit() < recipe_.audio_dropout;
        const double scale = 1.0 + recipe_.scale_spread * (2.0 * draw.unit() - 1.0);
        const bool wordless = draw.unit() < recipe_.text_dropout, neither = draw.unit() < recipe_.both_dropout;
        scales.push_back(deaf || neither ? 0.0 : scale);
        batch.captions.push_back(wordless || neither ? "" : clip.caption);
    }
    batch.latents = at::stack(latents), batch.noise = at::stack(noise), batch.context_noise = at::stack(context_noise);  // [B, C, F, H, W]
    batch.columns = at::stack(columns);                                                            // [B, before + A, inputs]
    batch.levels = at::tensor(levels).to(at::kFloat);                                              // [B]
    batch.scale = at::tensor(scales).to(at::kFloat).unsqueeze(1);                                  // [B, 1]
    return batch;
}

}  // namespace chladni::train
