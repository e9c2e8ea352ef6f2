#include "engine/tensor/memory.h"

#include <ATen/Context.h>
#include <c10/core/CachingDeviceAllocator.h>

#include <algorithm>
#include <limits>

#include "engine/base/check.h"
#include "engine/base/digits.h"
#include "engine/base/host_memory.h"

namespace chladni {

namespace {

// What is free on the GPU, and what the allocator holds of it without using it.
std::uint64_t gpu_memory_available(at::Device device) {
    at::globalContext().lazyInitDevice(device.type());
    c10::DeviceAllocator* allocator = c10::getDeviceAllocator(device.type());
    const c10::DeviceIndex index = device.has_index() ? device.index() : c10::DeviceIndex(0);
    const auto stats = allocator->getDeviceStats(index);
    constexpr std::size_t kAll = 0;  // both of its pools, the large and the small
    const std::int64_t kept = stats.reserved_bytes[kAll].current - stats.allocated_bytes[kAll].current;
    return allocator->getMemoryInfo(index).first + static_cast<std::uint64_t>(std::max<std::int64_t>(0, kept));
}

std::string gigabytes(std::uint64_t bytes) { return with_digits(static_cast<double>(bytes) / 1e9, 1) + " GB"; }

}  // namespace

std::uint64_t available_bytes(at::Device device) {
    if (device.is_meta()) return std::numeric_limits<std::uint64_t>::max();
    return device.is_cpu() ? host_memory_available() : gpu_memory_available(device);
}

std::uint64_t bytes_of(const std::map<std::string, std::vector<std::int64_t>>& shapes, at::ScalarType dtype) {
    std::uint64_t count = 0;
    for (const auto& [name, shape] : shapes) count += static_cast<std::uint64_t>(c10::multiply_integers(shape));
    return count * c10::elementSize(dtype);
}

void require_room(std::uint64_t needed_bytes, std::uint64_t available_bytes, const std::string& what) {
    require(needed_bytes <= available_bytes, "expected " + gigabytes(needed_bytes) + " of memory for '" + what +
                                                 "', found " + gigabytes(available_bytes) +
                                                 " free; close other programs, or choose a smaller dtype or model");
}

}  // namespace chladni
