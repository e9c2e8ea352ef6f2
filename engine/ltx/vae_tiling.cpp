#include "engine/ltx/vae_tiling.h"

#include <algorithm>

#include "engine/base/check.h"

namespace chladni::ltx {

namespace {

constexpr std::int64_t kAutomaticTile_px = 512;
constexpr std::int64_t kAutomaticFrames = 16;

std::int64_t results_of(const TileAxis& axis) {
    return axis.in_time ? axis.scale * (axis.size - 1) + 1 : axis.scale * axis.size;
}

// Weights of the later tile over `count` shared results, without the ends 0 and 1, shaped to broadcast.
at::Tensor ramp(std::int64_t count, const at::Tensor& like, std::int64_t dim) {
    std::vector<std::int64_t> shape(static_cast<std::size_t>(like.dim()), 1);
    shape[static_cast<std::size_t>(dim)] = count;
    return at::linspace(0.0, 1.0, count + 2, like.options()).narrow(0, 1, count).view(shape);  // [1, .., count, .., 1]
}

// The whole axis, filled as far as the first tile goes.
at::Tensor roomy(const at::Tensor& first, const TileAxis& axis) {
    std::vector<std::int64_t> shape = first.sizes().vec();
    shape[static_cast<std::size_t>(axis.dim)] = results_of(axis);
    const at::Tensor film = at::empty(shape, first.options());  // like `first`, longer in one direction
    film.narrow(axis.dim, 0, first.size(axis.dim)).copy_(first);
    return film;
}

// `piece` put at `at`, of which `done` says how far the film is filled.
void blend_into(const at::Tensor& film, const at::Tensor& piece, std::int64_t at, std::int64_t done, std::int64_t dim) {
    const std::int64_t shared = done - at, fresh = piece.size(dim) - shared;
    if (shared > 0) film.narrow(dim, at, shared).lerp_(piece.narrow(dim, 0, shared), ramp(shared, piece, dim));
    film.narrow(dim, done, fresh).copy_(piece.narrow(dim, shared, fresh));
}

}  // namespace

VaeTiling VaeTiling::automatic(const VaeConfig& config) {
    const std::int64_t tile = std::max<std::int64_t>(kAutomaticTile_px / config.spatial_ratio, 2);
    return {.tile = tile, .overlap = tile / 4, .tile_frames = kAutomaticFrames, .frame_overlap = 2};
}

TileAxis row_axis(const VaeTiling& tiling, std::int64_t size, std::int64_t scale) {
    return {.size = size, .tile = tiling.tile, .overlap = tiling.overlap, .scale = scale, .dim = 3};
}

TileAxis column_axis(const VaeTiling& tiling, std::int64_t size, std::int64_t scale) {
    return {.size = size, .tile = tiling.tile, .overlap = tiling.overlap, .scale = scale, .dim = 4};
}

TileAxis time_axis(const VaeTiling& tiling, std::int64_t size, std::int64_t scale) {
    return {size, tiling.tile_frames, tiling.frame_overlap, scale, /*dim=*/2, /*in_time=*/true};
}

std::vector<TileSpan> tile_spans(const TileAxis& axis) {
    if (axis.tile == 0 || axis.tile >= axis.size) return {{0, axis.size}};
    const std::int64_t shared = axis.overlap + (axis.in_time ? 1 : 0);
    require(axis.overlap >= 0 && axis.tile > shared, "expected a tile larger than the " + std::to_string(shared) +
                                                         " that it shares with its neighbour, got " +
                                                         std::to_string(axis.tile));
    std::vector<TileSpan> spans{{0, axis.tile}};
    while (spans.back().end < axis.size) {
        const std::int64_t begin = std::min(spans.back().end - shared, axis.size - axis.tile);
        spans.push_back({begin, begin + axis.tile});
    }
    return spans;
}

at::Tensor join_tiles(const TileAxis& axis, const std::function<at::Tensor(TileSpan)>& make) {
    const std::vector<TileSpan> spans = tile_spans(axis);
    const at::Tensor first = make(spans.front());
    if (spans.size() == 1) return first;
    const at::Tensor film = roomy(first, axis);
    std::int64_t done = first.size(axis.dim);
    for (std::size_t i = 1; i < spans.size(); ++i) {
        const std::int64_t begin = spans[i].begin * axis.scale, thrown = axis.in_time ? 1 : 0;
        const at::Tensor made = make(spans[i]);
        const std::int64_t size = made.size(axis.dim);
        blend_into(film, made.narrow(axis.dim, thrown, size - thrown), begin + thrown, done, axis.dim);
        done = begin + size;
    }
    return film;
}

at::Tensor cut_tile(const at::Tensor& x, TileSpan rows, TileSpan columns, std::int64_t scale) {
    return x.narrow(3, rows.begin * scale, (rows.end - rows.begin) * scale)
        .narrow(4, columns.begin * scale, (columns.end - columns.begin) * scale);  // [B, C, F, h, w]
}

}  // namespace chladni::ltx
