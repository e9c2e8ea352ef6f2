#include "engine/train/film_bank.h"

#include <algorithm>

#include "engine/base/check.h"

namespace chladni::train {

void FilmBank::add(const FilmClip& clip) {
    const std::int64_t frames = std::min(static_cast<std::int64_t>(clip.frames()), most_frames_);
    const std::int64_t height = clip.height / cell_ * cell_, width = clip.width / cell_ * cell_;
    require(frames > 0 && height > 0 && width > 0, "expected a clip of at least " + std::to_string(cell_) + "x" + std::to_string(cell_) +
                                                       " px, got " + std::to_string(clip.frames()) + " frames of " +
                                                       std::to_string(clip.width) + "x" + std::to_string(clip.height) + " as '" + clip.name + "'");
    auto* const bytes = const_cast<std::uint8_t*>(clip.rgb.data());  // only read
    const at::Tensor rgb = at::from_blob(bytes, {static_cast<std::int64_t>(clip.frames()), clip.height, clip.width, 3}, at::kByte);  // [T, H, W, 3]
    films_.push_back(rgb.narrow(0, 0, (frames - 1) / step_ * step_ + 1)
                         .narrow(1, (clip.height - height) / 2, height)
                         .narrow(2, (clip.width - width) / 2, width)
                         .clone(at::MemoryFormat::Contiguous));  // [T, H, W, 3]
}

at::Tensor FilmBank::film(std::size_t number) const {
    return films_.at(number).to(at::kFloat).div_(127.5).sub_(1.0).unsqueeze(0);  // [1, T, H, W, 3]
}

}  // namespace chladni::train
