#include "engine/train/latent_maker.h"

namespace chladni::train {

at::Tensor frames_of(const FilmClip& clip) {
    const auto frames = static_cast<std::int64_t>(clip.frames());
    auto* const bytes = const_cast<std::uint8_t*>(clip.rgb.data());                                       // only read
    const at::Tensor rgb = at::from_blob(bytes, {frames, clip.height, clip.width, 3}, at::kByte);         // [T, H, W, 3]
    return rgb.to(at::kFloat).div_(127.5).sub_(1.0).permute({3, 0, 1, 2}).unsqueeze(0).contiguous();      // [1, 3, T, H, W]
}

LatentMaker::LatentMaker(const PartSource<ltx::VaeConfig>& vae, std::shared_ptr<ColumnEncoder> ears, at::Device device, at::ScalarType compute)
    : vae_([&] {
          const c10::InferenceMode inference;
          return ltx::VideoVae::load(vae, device, compute);
      }()),
      ears_(std::move(ears)) {}

LatentClip LatentMaker::operator()(const FilmClip& clip) const {
    const c10::InferenceMode inference;
    LatentClip made;
    made.latents = vae_.encode(frames_of(clip))[0].to(at::kCPU, at::kBFloat16).contiguous();              // [C, F, H, W]
    made.columns = ears_->columns({clip.mono, Seconds{0}, clip.beats_s}, Seconds{0}, static_cast<std::int64_t>(clip.frames()));  // [A, inputs]
    made.caption = clip.caption;
    return made;
}

}  // namespace chladni::train
