#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/ltx/vae_config.h"
#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// How a VAE cuts what does not fit its memory into tiles that overlap and are blended linearly. Off as it is made;
/// what is set is done at any size.
struct VaeTiling {
    std::int64_t tile = 0;         ///< latent cells, high and wide; 0: not in space
    std::int64_t overlap = 4;      ///< latent cells that two neighbours blend over
    std::int64_t tile_frames = 0;  ///< latent frames; 0: not in time
    std::int64_t frame_overlap =
        1;  ///< latent frames that two neighbours blend over, beside the one that is thrown away

    /// Tiles of 512 px and 16 latent frames: smaller films stay whole.
    static VaeTiling automatic(const VaeConfig& config);
};

/// Latent cells, or latent frames, `begin` to `end` (exclusive).
struct TileSpan {
    std::int64_t begin = 0, end = 0;
};

/// One direction in which tiles are cut and joined.
struct TileAxis {
    std::int64_t size = 0;  ///< latent cells or frames in all
    std::int64_t tile = 0;  ///< 0: one tile
    std::int64_t overlap = 0;
    std::int64_t scale = 1;  ///< results per latent cell or frame
    std::int64_t dim = 0;    ///< of the results
    bool in_time = false;    ///< latent frame 0 gives one frame only, so a tile that starts later throws that one away
};

/// Rows, columns and latent frames of [B, C, F, H, W].
TileAxis row_axis(const VaeTiling& tiling, std::int64_t size, std::int64_t scale);
TileAxis column_axis(const VaeTiling& tiling, std::int64_t size, std::int64_t scale);
TileAxis time_axis(const VaeTiling& tiling, std::int64_t size, std::int64_t scale);

/// Tiles that cover the axis; the last one is moved back so that it is as large as the others. Throws Error where a
/// tile holds nothing beyond its overlap.
std::vector<TileSpan> tile_spans(const TileAxis& axis);

/// make() for each tile, in order, joined by cross-fades over what they share. One tile: its result as it is.
at::Tensor join_tiles(const TileAxis& axis, const std::function<at::Tensor(TileSpan)>& make);

/// `x` [B, C, F, H, W] -> the part that those rows and columns of latent cells, of `scale` each, cover.
at::Tensor cut_tile(const at::Tensor& x, TileSpan rows, TileSpan columns, std::int64_t scale);

}  // namespace chladni::ltx
