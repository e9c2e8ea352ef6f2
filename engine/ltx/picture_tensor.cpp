#include "engine/ltx/picture_tensor.h"

namespace chladni::ltx {

at::Tensor frames_from(const std::vector<std::vector<std::uint8_t>>& pictures, std::int64_t count, std::int64_t height, std::int64_t width) {
    std::vector<at::Tensor> list;
    for (std::int64_t i = 0; i < count; ++i) {
        auto* pixels = const_cast<std::uint8_t*>(pictures[static_cast<std::size_t>(i)].data());  // only read
        list.push_back(at::from_blob(pixels, {height, width, 4}, at::kByte).narrow(2, 0, 3).to(at::kFloat));  // [H, W, 3]
    }
    return (at::stack(list) / 127.5 - 1.0).permute({3, 0, 1, 2}).unsqueeze(0).contiguous();  // [1, 3, T, H, W]
}

}  // namespace chladni::ltx
