#include "engine/ltx/vae_conv.h"

namespace chladni::ltx {

VaeConv::VaeConv(Weights& from, const std::string& name, const Shape& shape)
    : shape_(shape), packed_(from.packs()) {
    const std::vector<std::int64_t> sizes{shape.out, shape.in, shape.kernel, shape.kernel, shape.kernel};
    weight_ = packed_ ? from.take_packed_conv3d(name + ".weight", sizes, steps()) : from.take(name + ".weight", sizes);
    bias_ = from.take(name + ".bias", {shape.out});
    if (!packed_ && !weight_.is_meta()) weight_ = weight_.contiguous(at::MemoryFormat::ChannelsLast3d);  // [out, in, k, k, k]
}

at::Tensor VaeConv::operator()(const at::Tensor& x, VaeMemory& memory) const {
    if (shape_.kernel == 1) return convolved(x);  // [B, T, H, W, Cout]
    VaeMemory::Slot& past = memory.slot();
    if (!past.begun && x.size(1) == 0) return convolved(x);             // [B, 0, H', W', Cout]
    const at::Tensor frames = with_neighbours(x, past, memory.last());  // [B, T+2, H, W, C]
    const std::int64_t done = frames_from(frames.size(1)) * shape_.stride;
    past.begun = true;
    past.kept =
        memory.last() ? at::Tensor() : frames.narrow(1, done, frames.size(1) - done).clone();  // [B, 2, H, W, C]
    return convolved(frames);                                                                  // [B, T', H', W', Cout]
}

at::Tensor VaeConv::with_neighbours(const at::Tensor& x, const VaeMemory::Slot& past, bool last) const {
    std::vector<at::Tensor> frames;
    if (past.begun) {
        frames.push_back(past.kept);  // [B, 2, H, W, C]
    } else {
        frames.insert(frames.end(), shape_.causal ? 2 : 1, x.narrow(1, 0, 1));  // [B, 1, H, W, C]
    }
    frames.push_back(x);  // [B, T, H, W, C]
    const at::Tensor& newest = x.size(1) > 0 ? x : frames.front();
    if (last && !shape_.causal) frames.push_back(newest.narrow(1, newest.size(1) - 1, 1));  // [B, 1, H, W, C]
    return at::cat(frames, 1);                                                              // [B, T+2, H, W, C]
}

at::Tensor VaeConv::convolved(const at::Tensor& x) const {
    const std::int64_t stride = shape_.stride;
    if (frames_from(x.size(1)) == 0)
        return at::empty({x.size(0), 0, (x.size(2) - 1) / stride + 1, (x.size(3) - 1) / stride + 1, shape_.out},
                         x.options());
    const at::Tensor planes = x.permute({0, 4, 1, 2, 3});  // [B, Cin, T+2, H, W]
    const at::Tensor y = packed_ ? packed_conv3d(planes, weight_, bias_, steps())
                                 : at::conv3d(planes, weight_, bias_, steps().stride, steps().padding);  // [B, Cout, T', H', W']
    return y.permute({0, 2, 3, 4, 1}).contiguous();                                         // [B, T', H', W', Cout]
}

std::int64_t VaeConv::frames_from(std::int64_t frames) const {
    return frames < shape_.kernel ? 0 : (frames - shape_.kernel) / shape_.stride + 1;
}

}  // namespace chladni::ltx
