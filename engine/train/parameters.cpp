#include "engine/train/parameters.h"

namespace chladni::train {

namespace {

// Convolutions in bfloat16 are twice as fast so, and a network would else lay them out anew in every step.
at::Tensor laid_out(const at::Tensor& x) { return x.dim() == 5 ? x.contiguous(at::MemoryFormat::ChannelsLast3d) : x.contiguous(); }

}  // namespace

void Parameters::add(const std::string& part, const NamedTensors& weights, const std::function<bool(const std::string& name)>& trained) {
    for (const auto& [name, tensor] : weights) {
        const at::Tensor here = tensor.detach().to(device_);
        if (trained(name)) trained_[part + "/" + name] = laid_out(here.to(at::kFloat, false, /*copy=*/true)).requires_grad_();
        else frozen_[part + "/" + name] = laid_out(here.to(compute_));
    }
}

NamedTensors Parameters::part(const std::string& part) const {
    NamedTensors all = of_part(frozen_, part);
    for (auto& [name, master] : of_part(trained_, part)) all[name] = master.to(compute_);
    return all;
}

NamedTensors Parameters::part(const std::string& part, const NamedTensors& values) const {
    NamedTensors all = of_part(frozen_, part);
    for (auto& [name, value] : of_part(values, part)) all[name] = value.detach().to(device_, compute_);
    return all;
}

NamedTensors Parameters::gradients() const {
    NamedTensors found;
    for (const auto& [name, master] : trained_)
        if (master.grad().defined()) found[name] = master.grad();
    return found;
}

void Parameters::forget_gradients() {
    for (auto& [name, master] : trained_) master.mutable_grad() = at::Tensor();
}

NamedTensors of_part(const NamedTensors& tensors, const std::string& part) {
    const std::string prefix = part + "/";
    NamedTensors found;
    for (auto at = tensors.lower_bound(prefix); at != tensors.end() && at->first.starts_with(prefix); ++at) found[at->first.substr(prefix.size())] = at->second;
    return found;
}

}  // namespace chladni::train
