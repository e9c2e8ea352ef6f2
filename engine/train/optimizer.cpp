#include "engine/train/optimizer.h"

#include <cmath>
#include <map>
#include <vector>

#include "engine/tensor/device.h"

namespace chladni::train {

namespace {

constexpr double kRootMeanSquare = 0.2;  // of a Muon update

// Muon's odd polynomial a x + b x^3 + c x^5, whose repetition drives singular values to about 1.
constexpr double kA = 3.4445, kB = -4.7750, kC = 2.0315;
constexpr int kNewtonSchulzSteps = 5;

const std::string kFirst = "first/", kSecond = "second/", kSteps = "steps";

at::Tensor& moment(NamedTensors& moments, const std::string& name, const at::Tensor& like) {
    at::Tensor& found = moments[name];
    if (!found.defined()) found = at::zeros_like(like, at::MemoryFormat::Preserve);
    return found;
}

bool is_embedding(const std::string& name) { return name.ends_with("shared.weight") || name.ends_with("embed_tokens.weight"); }  // T5's

}  // namespace

at::Tensor orthogonalized(const at::Tensor& m) {
    const bool tall = m.size(1) > m.size(2);
    const at::ScalarType quick = is_quick_in_bfloat16(m.device()) ? at::kBFloat16 : m.scalar_type();
    at::Tensor x = (tall ? m.transpose(1, 2) : m).to(quick);                               // [n, r, c], r <= c
    x = x / (at::linalg_vector_norm(x.to(at::kFloat), 2, at::IntArrayRef({1, 2}), true) + 1e-7).to(x.scalar_type());  // [n, r, c]
    for (int i = 0; i < kNewtonSchulzSteps; ++i) {
        const at::Tensor a = at::matmul(x, x.transpose(1, 2));             // [n, r, r]
        const at::Tensor b = kB * a + kC * at::matmul(a, a);               // [n, r, r]
        x = kA * x + at::matmul(b, x);                                     // [n, r, c]
    }
    return (tall ? x.transpose(1, 2) : x).to(m.scalar_type());             // as m
}

bool Optimizer::is_inner_matrix(const std::string& name, const at::Tensor& parameter) const {
    const bool within = name.find("block") != std::string::npos && name.find("table") == std::string::npos && name.find("bias.weight") == std::string::npos;
    return rates_.matrix > 0 && parameter.dim() == 2 && within;
}

void Optimizer::step(NamedTensors& parameters, const NamedTensors& gradients, double factor) {
    const at::NoGradGuard guard;
    ++steps_;
    std::map<std::pair<double, std::vector<std::int64_t>>, std::vector<std::string>> matrices;  // those of one rate and shape are done at once
    for (const auto& [name, gradient] : gradients) {
        at::Tensor& parameter = parameters.at(name);
        if (is_inner_matrix(name, parameter)) matrices[{part_for(name), parameter.sizes().vec()}].push_back(name);
        else adam(parameter, gradient, name, factor * (rates_.embedding > 0 && is_embedding(name) ? rates_.embedding : part_for(name) * rates_.adam));
    }
    for (const auto& [kind, names] : matrices) muon(parameters, gradients, names, kind.first * rates_.matrix * factor);
}

double Optimizer::part_for(const std::string& name) const { return name.starts_with("text_encoder/encoder.") ? rates_.text_part : 1.0; }

void Optimizer::adam(at::Tensor& parameter, const at::Tensor& gradient, const std::string& name, double rate) {
    at::Tensor &first = moment(first_, name, parameter), &second = moment(second_, name, parameter);
    first.lerp_(gradient, 1.0 - rates_.beta_1);                                            // as parameter
    second.mul_(rates_.beta_2).addcmul_(gradient, gradient, 1.0 - rates_.beta_2);          // as parameter
    const double steps = static_cast<double>(steps_);
    const double unbiased_1 = 1.0 - std::pow(rates_.beta_1, steps), unbiased_2 = 1.0 - std::pow(rates_.beta_2, steps);
    if (parameter.dim() >= 2) parameter.mul_(1.0 - rate * rates_.weight_decay);
    parameter.addcdiv_(first, (second / unbiased_2).sqrt_().add_(rates_.eps), -rate / unbiased_1);
}

void Optimizer::muon(NamedTensors& parameters, const NamedTensors& gradients, const std::vector<std::string>& names, double rate) {
    std::vector<at::Tensor> momenta;
    for (const std::string& name : names) {
        at::Tensor& first = moment(first_, name, parameters.at(name));
        first.lerp_(gradients.at(name), 1.0 - rates_.momentum);                            // [r, c]
        momenta.push_back(at::lerp(gradients.at(name), first, rates_.momentum));           // [r, c] Nesterov's
    }
    const at::Tensor updates = orthogonalized(at::stack(momenta));                         // [n, r, c]
    const double scale = kRootMeanSquare * std::sqrt(static_cast<double>(std::max(updates.size(1), updates.size(2))));
    for (std::size_t i = 0; i < names.size(); ++i) {
        at::Tensor& parameter = parameters.at(names[i]);
        parameter.mul_(1.0 - rate * rates_.weight_decay).add_(updates[static_cast<std::int64_t>(i)], -rate * scale);
    }
}

NamedTensors Optimizer::state() const {
    NamedTensors all{{kSteps, at::tensor(steps_)}};
    for (const auto& [name, tensor] : first_) all[kFirst + name] = tensor;
    for (const auto& [name, tensor] : second_) all[kSecond + name] = tensor;
    return all;
}

void Optimizer::set_state(const NamedTensors& state) {
    first_.clear(), second_.clear();
    for (const auto& [name, tensor] : state) {
        if (name.starts_with(kFirst)) first_[name.substr(kFirst.size())] = tensor;
        else if (name.starts_with(kSecond)) second_[name.substr(kSecond.size())] = tensor;
        else if (name == kSteps) steps_ = tensor.item<std::int64_t>();
    }
}

double clip_gradients(NamedTensors& gradients, double most) {
    std::vector<at::Tensor> lengths;
    for (const auto& [name, gradient] : gradients) lengths.push_back(at::linalg_vector_norm(gradient));  // []
    if (lengths.empty()) return 0.0;
    const double length = at::linalg_vector_norm(at::stack(lengths)).item<double>();
    if (most > 0 && length > most)
        for (auto& [name, gradient] : gradients) gradient.mul_(most / length);
    return length;
}

}  // namespace chladni::train
