#include "engine/base/host_memory.h"

#include <malloc.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace chladni {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kUnknown = std::numeric_limits<std::uint64_t>::max();

// The names of one version of control groups.
struct GroupWords {
    const char* folder;
    const char* limit;
    const char* usage;
    const char* reclaimable;  // cached files that the kernel gives up first
};
constexpr GroupWords kSecond{"sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"};
constexpr GroupWords kFirst{"sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
                            "total_inactive_file"};

// The number behind a word that begins a line, or the first number of the file for no word.
std::uint64_t number_in(const fs::path& file, const std::string& word, std::uint64_t fallback) {
    std::ifstream in(file);
    std::string found;
    std::uint64_t number = 0;
    if (word.empty()) return in >> number ? number : fallback;
    while (in >> found)
        if (found == word) return in >> number ? number : fallback;
    return fallback;
}

std::uint64_t left_in_group(const fs::path& folder, const GroupWords& words) {
    const std::uint64_t limit = number_in(folder / words.limit, "", kUnknown);  // "max" is no number
    const std::uint64_t usage = number_in(folder / words.usage, "", 0);
    const std::uint64_t reclaimable = std::min(usage, number_in(folder / "memory.stat", words.reclaimable, 0));
    if (limit == kUnknown) return kUnknown;
    return limit - std::min(limit, usage - reclaimable);
}

// A group's limit holds for what is in it. Inside a container its own folder may be out of sight: then the mount is the
// group.
std::uint64_t left_in_groups(const fs::path& mount, const std::string& group, const GroupWords& words) {
    std::uint64_t left = left_in_group(mount, words);
    for (fs::path inner = fs::path(group).relative_path(); !inner.empty(); inner = inner.parent_path())
        left = std::min(left, left_in_group(mount / inner, words));
    return left;
}

std::uint64_t left_by_groups(const fs::path& root) {
    std::uint64_t left = kUnknown;
    std::ifstream in(root / "proc/self/cgroup");
    for (std::string line; std::getline(in, line);) {  // "0::/user" or "4:memory:/user"
        const std::size_t first = line.find(':'), second = line.find(':', first + 1);
        if (second == std::string::npos) continue;
        const std::string kind = line.substr(first + 1, second - first - 1), group = line.substr(second + 1);
        if (kind.empty()) left = std::min(left, left_in_groups(root / kSecond.folder, group, kSecond));
        if (kind == "memory") left = std::min(left, left_in_groups(root / kFirst.folder, group, kFirst));
    }
    return left;
}

}  // namespace

std::uint64_t host_memory_available(const fs::path& root) {
    const std::uint64_t kilobytes = number_in(root / "proc/meminfo", "MemAvailable:", kUnknown);
    return std::min(kilobytes > kUnknown / 1024 ? kUnknown : kilobytes * 1024, left_by_groups(root));
}

void keep_freed_memory() {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

}  // namespace chladni
