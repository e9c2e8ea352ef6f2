#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/tensor/torch.h"

namespace chladni {

/// Bytes that can still be had on a device: of the machine's memory (see host_memory_available), or of the GPU's with
/// what LibTorch keeps for itself. The meta device has no end of it. Any thread.
std::uint64_t available_bytes(at::Device device);

/// Bytes of tensors of these shapes in one dtype.
std::uint64_t bytes_of(const std::map<std::string, std::vector<std::int64_t>>& shapes, at::ScalarType dtype);

/// Throws Error where `what` (a folder, a model) needs more than there is: before it is read, and in one sentence.
void require_room(std::uint64_t needed_bytes, std::uint64_t available_bytes, const std::string& what);

}  // namespace chladni
