#include "engine/ltx/verify_vae.h"

#include "engine/ltx/latent_statistics.h"
#include "engine/ltx/latent_upsampler.h"
#include "engine/ltx/vae_stream.h"

namespace chladni::ltx {

namespace {

constexpr std::int64_t kMostCells = 1 << 20;

VaeTiling tiling_of(const VerifyInputs& in) {
    VaeTiling tiling;
    tiling.tile = in.whole("tile", 0, 0, kMostCells);
    tiling.overlap = in.whole("tile_overlap", tiling.tile / 4, 0, kMostCells);
    tiling.tile_frames = in.whole("tile_frames", 0, 0, kMostCells);
    tiling.frame_overlap = in.whole("tile_frame_overlap", tiling.frame_overlap, 0, kMostCells);
    return tiling;
}

VaeDecodeOptions decode_options_of(const VerifyInputs& in, std::int64_t rows) {
    VaeDecodeOptions options;
    const at::Tensor timestep = in.maybe("timestep", {rows});  // [B]
    if (timestep.defined()) options.timestep = timestep;
    options.noise_scale = in.number("decode_noise_scale", 0.0, 0.0, 1.0);
    options.noise_seed = static_cast<std::uint64_t>(in.whole("noise_seed", 0, 0, std::int64_t{1} << 62));
    options.tiling = tiling_of(in);
    return options;
}

at::Tensor decode_singly(const VideoVae& vae, const at::Tensor& latents, const VaeDecodeOptions& options) {
    VaeDecodeStream stream(vae, options);
    std::vector<at::Tensor> frames;
    for (std::int64_t i = 0; i < latents.size(2); ++i)
        frames.push_back(stream.push(latents.narrow(2, i, 1), i + 1 == latents.size(2)));  // [B, 3, t, H', W']
    return at::cat(frames, 2);                                                             // [B, 3, T, H', W']
}

std::filesystem::path upsampler_of(const std::filesystem::path& model) {
    std::error_code ignored;
    const std::filesystem::path part = model / "latent_upsampler";
    return std::filesystem::is_directory(part, ignored) ? part : model;
}

}  // namespace

at::Tensor decode_as_asked(const VideoVae& vae, const at::Tensor& latents, const VerifyInputs& in) {
    const VaeDecodeOptions options = decode_options_of(in, latents.size(0));
    return in.truth("stream", false) ? decode_singly(vae, latents, options) : vae.decode(latents, options);
}

NamedTensors verify_upsample(const VerifyInputs& in) {
    const LatentUpsampler upsampler = LatentUpsampler::load(upsampler_of(in.model().place()), in.device(), in.dtype());
    const at::Tensor before =
        in.tensor("latents", {kAny, upsampler.config().in_channels, kAny, kAny, kAny});  // [B, C, F, H, W]
    at::Tensor latents = upsampler(before);                                              // [B, C, F', H', W']
    const double factor = in.number("adain_factor", 0.0, -10.0, 10.0);
    if (factor != 0.0) latents = adain(latents, before, factor);
    return {{"latents", tone_map(latents, in.number("tone_map_compression", 0.0, 0.0, 1.0))}};
}

}  // namespace chladni::ltx
