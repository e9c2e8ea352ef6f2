#pragma once

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <cstdint>

#include "engine/tensor/torch.h"

namespace chladni::train {

/// Random numbers of one purpose in one step: they depend on nothing drawn before, so that a run goes on exactly.
class Draw {
public:
    Draw(std::uint64_t seed, std::int64_t step, std::uint64_t purpose) : random_(at::make_generator<at::CPUGeneratorImpl>(mixed(seed, step, purpose))) {}

    double unit() { return at::rand({1}, random_, at::TensorOptions().dtype(at::kDouble)).item<double>(); }        ///< 0..1, without 1
    double normal() { return at::randn({1}, random_, at::TensorOptions().dtype(at::kDouble)).item<double>(); }     ///< of deviation 1
    std::int64_t below(std::int64_t count) { return static_cast<std::int64_t>(unit() * static_cast<double>(count)); }
    at::Tensor normals(at::IntArrayRef shape) { return at::randn(shape, random_, at::TensorOptions().dtype(at::kFloat)); }
    at::Tensor order(std::int64_t count) { return at::randperm(count, random_, at::TensorOptions().dtype(at::kLong)); }  // [count]

private:
    static std::uint64_t mixed(std::uint64_t seed, std::int64_t step, std::uint64_t purpose) {
        std::uint64_t h = seed * 0x9e3779b97f4a7c15ull + static_cast<std::uint64_t>(step) * 0xbf58476d1ce4e5b9ull + purpose * 0x94d049bb133111ebull;
        h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9ull;
        h = (h ^ h >> 27) * 0x94d049bb133111ebull;
        return h ^ h >> 31;
    }

    at::Generator random_;
};

}  // namespace chladni::train
