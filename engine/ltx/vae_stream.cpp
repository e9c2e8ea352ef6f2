#include "engine/ltx/vae_stream.h"

#include "engine/base/check.h"
#include "engine/ltx/vae_decoder.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

VaeDecodeStream::VaeDecodeStream(VideoVae vae, VaeDecodeOptions options)
    : vae_(std::move(vae)), options_(std::move(options)), noise_(vae_.decode_noise(options_)) {}

void VaeDecodeStream::check(const at::Tensor& latents) const {
    require(!last_, "expected no latents after the last piece of a film, got " + text_of(latents.sizes()));
    if (shape_.empty()) return;
    std::vector<std::int64_t> expected = shape_;
    if (latents.dim() == 5) expected[2] = latents.size(2);
    require(latents.sizes() == at::IntArrayRef(expected), "expected a film's latents in pieces like the first, " +
                                                              text_of(shape_) + ", got " + text_of(latents.sizes()));
}

void VaeDecodeStream::begin(const at::Tensor& latents) {
    vae_.check_latents(latents);
    timestep_ = vae_.times_for(latents, options_.timestep);  // [B]
    shape_ = latents.sizes().vec();
    for (const TileSpan rows : tile_spans(row_axis(options_.tiling, shape_[3], 1)))
        for (const TileSpan columns : tile_spans(column_axis(options_.tiling, shape_[4], 1)))
            tiles_.emplace_back(VaeWindow{rows.begin, columns.begin, rows.end - rows.begin, columns.end - columns.begin,
                                          shape_[3], shape_[4]});
}

at::Tensor VaeDecodeStream::push(const at::Tensor& latents, bool last) {
    check(latents);
    if (shape_.empty()) begin(latents);
    last_ = last;
    return decoded(vae_.unnormalised(noise_(latents)));  // [B, 3, t, H', W']
}

std::size_t VaeDecodeStream::bytes() const {
    std::size_t sum = 0;
    for (const VaeMemory& tile : tiles_) sum += tile.bytes();
    return sum;
}

at::Tensor VaeDecodeStream::decoded(const at::Tensor& z) {
    const std::int64_t scale = vae_.config().spatial_ratio;
    auto memory = tiles_.begin();
    return join_tiles(row_axis(options_.tiling, z.size(3), scale), [&](TileSpan rows) {
        return join_tiles(column_axis(options_.tiling, z.size(4), scale), [&](TileSpan columns) {
            return decoded_tile(cut_tile(z, rows, columns, 1), *memory++);  // [B, 3, t, h', w']
        });
    });
}

at::Tensor VaeDecodeStream::decoded_tile(const at::Tensor& z, VaeMemory& memory) const {
    memory.begin_piece(last_);
    const at::Tensor last_channels = z.permute({0, 2, 3, 4, 1}).contiguous().to(vae_.dtype_);  // [B, f, h, w, C]
    const at::Tensor frames = (*vae_.decoder_)(last_channels, timestep_, memory);              // [B, t, h', w', 3]
    return frames.permute({0, 4, 1, 2, 3}).to(at::kFloat).contiguous();                        // [B, 3, t, h', w']
}

}  // namespace chladni::ltx
