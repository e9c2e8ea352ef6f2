#include "engine/encode/own_weights.h"

#include <cmath>

#include "engine/encode/fixed_weights.h"

namespace chladni {

namespace {

bool holds_weights(const std::filesystem::path& folder) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json")) return true;
    }
    return false;
}

at::Tensor made_up(const std::string& name, const std::vector<std::int64_t>& shape) {
    if (name == "norm.weight") return at::ones(shape);
    if (shape.size() == 1) return at::zeros(shape);
    double inputs = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) inputs *= static_cast<double>(shape[i]);
    return fixed_tensor(name, shape, 1.0 / std::sqrt(inputs));
}

}  // namespace

void OwnWeights::build(const std::function<void(const Take& take)>& build) const {
    if (!holds_weights(folder_)) {
        build([&](const std::string& name, const std::vector<std::int64_t>& shape) { return made_up(name, shape).to(device_, dtype_); });
        return;
    }
    build_from_weights(folder_, device_, dtype_, [&](Weights& from) {
        build([&](const std::string& name, const std::vector<std::int64_t>& shape) { return from.take(name, shape); });
        return 0;
    });
}

}  // namespace chladni
