#pragma once

#include <cstdint>
#include <filesystem>

namespace chladni {

/// Bytes that this process may still take of the machine's memory: what the kernel calls available, and no more than
/// its control groups (containers, services) leave it. Where nothing is known: the largest number. `root` holds proc/
/// and sys/. Any thread.
std::uint64_t host_memory_available(const std::filesystem::path& root = "/");

/// Tells the allocator to keep what is freed, for the whole process. Tensors come and go by the megabyte in every step: memory
/// that goes back to the system each time costs a page fault for every 4 kB when it comes again, a tenth of a step.
void keep_freed_memory();

}  // namespace chladni
