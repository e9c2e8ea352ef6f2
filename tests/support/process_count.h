#pragma once

#include <malloc.h>

#include <filesystem>

namespace chladni {

/// What this process holds now, to see that nothing is left behind: threads, open files, bytes of the heap.
struct ProcessCount {
    long threads = 0, files = 0, heap_bytes = 0;

    static ProcessCount now() {
        const auto entries = [](const char* folder) {
            return static_cast<long>(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
        };
        return {entries("/proc/self/task"), entries("/proc/self/fd"), static_cast<long>(mallinfo2().uordblks)};
    }
};

}  // namespace chladni
