#include "engine/ltx/vae_conv.h"

namespace chladni::ltx {

VaeConv::VaeConv(Weights& from, const std::string& name, const Shape& shape)
    : shape_(shape),
      weight_(from.take(name + ".weight", {shape.out, shape.in, shape.kernel, shape.kernel, shape.kernel})),
      bias_(from.take(name + ".bias", {shape.out})) {
    if (!weight_.is_meta()) weight_ = weight_.contiguous(at::MemoryFormat::ChannelsLast3d);  // [out, in, k, k, k]
}

at::Tensor VaeConv::padded_in_time(const at::Tensor& x) const {
    if (shape_.kernel == 1) return x;
    const at::Tensor first = x.narrow(1, 0, 1);                                 // [B, 1, H, W, C]
    if (shape_.causal) return at::cat({first, first, x}, 1);                    // [B, T+2, H, W, C]
    return at::cat({first, x, x.narrow(1, x.size(1) - 1, 1)}, 1);               // [B, T+2, H, W, C]
}

at::Tensor VaeConv::operator()(const at::Tensor& x) const {
    const std::int64_t border = shape_.kernel / 2, stride = shape_.stride;
    const at::Tensor planes = padded_in_time(x).permute({0, 4, 1, 2, 3});       // [B, Cin, T+2, H, W]
    const at::Tensor y = at::conv3d(planes, weight_, bias_, {stride, stride, stride}, {0, border, border});  // [B, Cout, T', H', W']
    return y.permute({0, 2, 3, 4, 1}).contiguous();                             // [B, T', H', W', Cout]
}

}  // namespace chladni::ltx
