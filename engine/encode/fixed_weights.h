#pragma once

#include <string>

#include "engine/tensor/torch.h"

namespace chladni {

/// A tensor made from nothing but its name and its shape, the same on every machine: uniform, of deviation
/// `deviation`. (Counter hashed with the finaliser of MurmurHash3.)
at::Tensor fixed_tensor(const std::string& name, at::IntArrayRef shape, double deviation);

}  // namespace chladni
