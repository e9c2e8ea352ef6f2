#include "engine/encode/activation.h"

#include <array>
#include <utility>

namespace chladni {

namespace {

at::Tensor gelu(const at::Tensor& x) { return at::gelu(x); }
at::Tensor gelu_tanh(const at::Tensor& x) { return at::gelu(x, "tanh"); }
at::Tensor gelu_quick(const at::Tensor& x) { return x * at::sigmoid(x * 1.702); }
at::Tensor relu(const at::Tensor& x) { return at::relu(x); }
at::Tensor relu6(const at::Tensor& x) { return x.clamp(0, 6); }
at::Tensor relu_squared(const at::Tensor& x) { return at::relu(x).square(); }
at::Tensor leaky_relu(const at::Tensor& x) { return at::leaky_relu(x); }
at::Tensor silu(const at::Tensor& x) { return at::silu(x); }
at::Tensor mish(const at::Tensor& x) { return at::mish(x); }
at::Tensor sigmoid(const at::Tensor& x) { return at::sigmoid(x); }
at::Tensor tanh(const at::Tensor& x) { return at::tanh(x); }
at::Tensor linear(const at::Tensor& x) { return x; }

constexpr std::array<std::pair<const char*, Activation>, 18> kNames{{
    {"gelu", gelu}, {"gelu_python", gelu}, {"gelu_new", gelu_tanh}, {"gelu_fast", gelu_tanh}, {"gelu_pytorch_tanh", gelu_tanh},
    {"gelu_accurate", gelu_tanh}, {"gelu_python_tanh", gelu_tanh}, {"quick_gelu", gelu_quick}, {"relu", relu}, {"relu6", relu6},
    {"relu2", relu_squared}, {"leaky_relu", leaky_relu}, {"silu", silu}, {"swish", silu}, {"mish", mish}, {"sigmoid", sigmoid},
    {"tanh", tanh}, {"linear", linear},
}};

}  // namespace

Activation activation_of(const ConfigJson& json, const std::string& key, const std::string& fallback) {
    const std::string word = json.text(key, fallback);
    for (const auto& [name, function] : kNames)
        if (word == name) return function;
    json.refuse(key, "an activation such as gelu, relu, silu or tanh");
}

}  // namespace chladni
