#pragma once

#include <cstdint>
#include <filesystem>

namespace chladni {

/// Bytes that this process may still take of the machine's memory: what the kernel calls available, and no more than
/// its control groups (containers, services) leave it. Where nothing is known: the largest number. `root` holds proc/
/// and sys/. Any thread.
std::uint64_t host_memory_available(const std::filesystem::path& root = "/");

}  // namespace chladni
