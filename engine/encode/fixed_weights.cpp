#include "engine/encode/fixed_weights.h"

#include <cmath>
#include <cstdint>

namespace chladni {

namespace {

std::uint64_t mixed(std::uint64_t h) {
    h = (h ^ h >> 33) * 0xff51afd7ed558ccdull;
    h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53ull;
    return h ^ h >> 33;
}

std::uint64_t hash_of(const std::string& name) {
    std::uint64_t hash = 0;
    for (const char c : name) hash = mixed(hash + static_cast<unsigned char>(c) + 1);
    return hash;
}

}  // namespace

at::Tensor fixed_tensor(const std::string& name, at::IntArrayRef shape, double deviation) {
    const at::Tensor values = at::empty(shape, at::kFloat);
    float* out = values.data_ptr<float>();
    const std::uint64_t seed = hash_of(name);
    const double reach = deviation * std::sqrt(3.0);
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        const auto bits = static_cast<double>(mixed(seed + static_cast<std::uint64_t>(i)) >> 11);  // 53 of them
        out[i] = static_cast<float>((bits * 0x1p-52 - 1.0) * reach);
    }
    return values;
}

}  // namespace chladni
