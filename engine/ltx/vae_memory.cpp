#include "engine/ltx/vae_memory.h"

#include <ATen/CPUGeneratorImpl.h>

namespace chladni::ltx {

namespace {

constexpr std::uint64_t kNoiseSeed = 1;

}  // namespace

void VaeMemory::begin_piece(bool last) {
    last_ = last;
    next_ = 0;
}

VaeMemory::Slot& VaeMemory::slot() {
    if (next_ == slots_.size()) slots_.emplace_back();
    return slots_[next_++];
}

at::Tensor VaeMemory::fresh_noise(std::int64_t height, std::int64_t width) {
    if (!noise_.defined()) noise_ = at::make_generator<at::CPUGeneratorImpl>(kNoiseSeed);
    const at::TensorOptions options = at::TensorOptions().dtype(at::kFloat);
    if (window_.height == 0) return at::randn({height, width, 1}, noise_, options);  // [H, W, 1]
    const std::int64_t scale = height / window_.height;
    const at::Tensor whole = at::randn({window_.whole_height * scale, window_.whole_width * scale, 1}, noise_,
                                       options);  // [H whole, W whole, 1]
    return whole.narrow(0, window_.top * scale, height).narrow(1, window_.left * scale, width);  // [H, W, 1]
}

std::size_t VaeMemory::bytes() const {
    std::size_t sum = 0;
    for (const Slot& slot : slots_) sum += slot.kept.defined() ? slot.kept.storage().nbytes() : 0;
    return sum;
}

at::Tensor wait_for(const at::Tensor& x, std::int64_t count, VaeMemory& memory) {
    at::Tensor& waiting = memory.slot().kept;                                 // [B, few, H, W, C]
    const at::Tensor all = waiting.defined() ? at::cat({waiting, x}, 1) : x;  // [B, T, H, W, C]
    const std::int64_t rest = all.size(1) - count;
    waiting = rest > 0 ? all.narrow(1, count, rest).clone() : at::Tensor();  // [B, rest, H, W, C]
    return all.narrow(1, 0, count);                                          // [B, count, H, W, C]
}

}  // namespace chladni::ltx
