#include "engine/analysis/beat_net.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "engine/base/check.h"
#include "engine/base/plain_tensors.h"

namespace chladni {

namespace {

using W = BeatNetWeights;

const std::vector<float>& taken(const std::vector<PlainTensor>& tensors, const std::string& name,
                                const std::vector<std::int64_t>& shape, const std::filesystem::path& path) {
    const auto found = std::ranges::find(tensors, name, &PlainTensor::name);
    require(found != tensors.end() && found->shape == shape,
            "expected the tensor '" + name + "' of a beat net in '" + path.string() + "', " +
                (found == tensors.end() ? "found none" : "got another shape") + "; use another file, or leave it out");
    return found->values;
}

float sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }

}  // namespace

std::shared_ptr<const BeatNetWeights> load_beat_net(const std::filesystem::path& path) {
    const auto tensors = read_plain_tensors(path);
    const auto take = [&](const std::string& name, const std::vector<std::int64_t>& shape) -> const std::vector<float>& {
        return taken(tensors, name, shape, path);
    };
    const auto dense = [&](const std::string& weight, const std::string& bias, std::int64_t outputs, std::int64_t inputs) {
        return Dense(take(weight, {outputs, inputs}), take(bias, {outputs}));
    };
    constexpr std::int64_t kWidth = W::kWidth, kGates = 4 * kWidth;
    auto net = std::make_shared<BeatNetWeights>();
    net->filters = take("conv1.weight", {W::kFilters, 1, W::kTaps});
    net->filter_bias = take("conv1.bias", {W::kFilters});
    net->narrow = dense("linear0.weight", "linear0.bias", kWidth, W::kFilters * W::kPooled);
    for (int layer = 0; layer < 2; ++layer) {
        const std::string end = "_l" + std::to_string(layer);
        net->in[layer] = dense("lstm.weight_ih" + end, "lstm.bias_ih" + end, kGates, kWidth);
        net->again[layer] = dense("lstm.weight_hh" + end, "lstm.bias_hh" + end, kGates, kWidth);
    }
    net->out = dense("linear.weight", "linear.bias", 3, kWidth);
    return net;
}

BeatNet::BeatNet(std::shared_ptr<const BeatNetWeights> weights)
    : weights_(std::move(weights)), pooled_(W::kFilters * W::kPooled), narrow_(W::kWidth), gates_(4 * W::kWidth) {
    for (int layer = 0; layer < 2; ++layer) hidden_[layer].resize(W::kWidth), cell_[layer].resize(W::kWidth);
}

void BeatNet::forget() {
    for (int layer = 0; layer < 2; ++layer) std::ranges::fill(hidden_[layer], 0.0f), std::ranges::fill(cell_[layer], 0.0f);
}

BeatChance BeatNet::step(std::span<const float> heard) {
    convolve(heard);
    weights_->narrow.apply(pooled_, narrow_);
    remember(0, narrow_);
    remember(1, hidden_[0]);
    std::array<float, 3> likeness{};
    weights_->out.apply(hidden_[1], likeness);
    const float most = std::ranges::max(likeness);
    for (float& l : likeness) l = std::exp(l - most);
    const float sum = likeness[0] + likeness[1] + likeness[2];
    return {likeness[0] / sum, likeness[1] / sum};
}

// Each filter over the bands, what is negative left out, the larger of each two.
void BeatNet::convolve(std::span<const float> heard) {
    for (std::size_t f = 0; f < W::kFilters; ++f)
        for (std::size_t p = 0; p < W::kPooled; ++p) {
            std::array<float, 2> sums{weights_->filter_bias[f], weights_->filter_bias[f]};
            for (std::size_t t = 0; t < W::kTaps; ++t) {
                const float tap = weights_->filters[f * W::kTaps + t];
                sums[0] += tap * heard[2 * p + t];
                sums[1] += tap * heard[2 * p + 1 + t];
            }
            pooled_[f * W::kPooled + p] = std::max({0.0f, sums[0], sums[1]});
        }
}

// One step of a long short-term memory (Hochreiter and Schmidhuber, 1997) in PyTorch's order of gates.
void BeatNet::remember(int layer, std::span<const float> x) {
    weights_->in[layer].apply(x, gates_);
    weights_->again[layer].add(hidden_[layer], gates_);
    const float *in = gates_.data(), *keep = in + W::kWidth, *fresh = keep + W::kWidth, *show = fresh + W::kWidth;
    for (std::size_t i = 0; i < W::kWidth; ++i) {
        cell_[layer][i] = sigmoid(keep[i]) * cell_[layer][i] + sigmoid(in[i]) * std::tanh(fresh[i]);
        hidden_[layer][i] = sigmoid(show[i]) * std::tanh(cell_[layer][i]);
    }
}

}  // namespace chladni
