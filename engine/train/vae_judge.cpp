#include "engine/train/vae_judge.h"

#include "engine/ltx/video_vae.h"
#include "engine/train/draw.h"
#include "engine/train/encoder_start.h"
#include "engine/train/picture_error.h"
#include "engine/train/vae_folder.h"

namespace chladni::train {

namespace {

constexpr std::uint64_t kJudgeDraw = 111;

at::Tensor channels_first(const at::Tensor& x) { return x.permute({0, 4, 1, 2, 3}); }  // [B, C, T, H, W]
at::Tensor channels_last(const at::Tensor& x) { return x.permute({0, 2, 3, 4, 1}); }   // [B, T, H, W, C]

at::Tensor mean_square(const at::Tensor& x) { return x.square().mean(at::IntArrayRef{0, 2, 3, 4}); }  // [C]

}  // namespace

VaeMarks VaeJudge::marks(const NamedTensors& weights, at::ScalarType dtype) const {
    const at::NoGradGuard guard;
    const NamedTensors cast = cast_weights(weights, dtype);
    const ltx::VideoVae vae = ltx::VideoVae::of(config_, cast);
    PictureError whole, decoded, noisy;
    at::Tensor error = at::zeros({config_.latent_channels}), variance = error.clone();  // [C]
    for (std::size_t i = 0; i < films_.size(); ++i) {
        const at::Tensor film = films_.film(i);                                                                // [1, T, H, W, 3]
        const at::Tensor wanted = vae.normalised(channels_first(wanted_latents(config_, pyramid_, film)));     // [1, C, F, h, w]
        const at::Tensor latents = vae.encode(channels_first(film));                                           // [1, C, F, h, w]
        const at::Tensor made = channels_last(vae.decode(latents));                                            // [1, T, H, W, 3]
        whole.add(made, film);
        whole.add_seams(made, film, config_.spatial_ratio);
        const at::Tensor noise = noise_ * Draw(0, static_cast<std::int64_t>(i), kJudgeDraw).normals(latents.sizes());  // [1, C, F, h, w]
        noisy.add(channels_last(vae.decode(latents + noise)), film);
        decoded.add(channels_last(vae.decode(wanted)), film);
        error += mean_square(latents - wanted);
        variance += mean_square(wanted);
    }
    return {whole.psnr_db(), decoded.psnr_db(), noisy.psnr_db(), whole.seams(), (1.0 - error / variance).mean().item<double>()};
}

double VaeJudge::linear_db() const {
    BlockTransform blocks = pyramid_.levels.front();
    blocks.basis = blocks.basis.narrow(1, 0, config_.latent_channels);  // [numbers, C]
    PictureError error;
    for (std::size_t i = 0; i < films_.size(); ++i) {
        const at::Tensor film = films_.film(i);  // [1, T, H, W, 3]
        error.add(blocks.film(blocks.coefficients(film)), film);
    }
    return error.psnr_db();
}

}  // namespace chladni::train
