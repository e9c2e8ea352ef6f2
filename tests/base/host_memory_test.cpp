#include "engine/base/host_memory.h"

#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

class HostMemoryTest : public testing::Test {
protected:
    void write(const std::string& path, const std::string& text) {
        const std::filesystem::path file = folder_.path() / path;
        std::filesystem::create_directories(file.parent_path());
        write_file_atomically(file, text);
    }
    std::uint64_t available() const { return host_memory_available(folder_.path()); }
    TempFolder folder_;
};

TEST_F(HostMemoryTest, WhereNothingIsSaidThereIsNoLimit) {
    EXPECT_EQ(available(), UINT64_MAX);
    write("proc/meminfo", "MemTotal:  nothing kB\n");
    EXPECT_EQ(available(), UINT64_MAX);
}

TEST_F(HostMemoryTest, ItIsWhatTheKernelCallsAvailable) {
    write("proc/meminfo", "MemTotal:       16000 kB\nMemFree:         1000 kB\nMemAvailable:    8000 kB\n");
    EXPECT_EQ(available(), 8000u * 1024);
}

TEST_F(HostMemoryTest, AGroupLeavesItsLimitLessWhatIsUsedAndNotMerelyCached) {
    write("proc/meminfo", "MemAvailable:    8000 kB\n");
    write("proc/self/cgroup", "0::/show/inner\n");
    write("sys/fs/cgroup/show/memory.max", "4000000\n");
    write("sys/fs/cgroup/show/memory.current", "3000000\n");
    write("sys/fs/cgroup/show/memory.stat", "anon 2000000\ninactive_file 500000\n");
    write("sys/fs/cgroup/show/inner/memory.max", "max\n");
    EXPECT_EQ(available(), 1500000u);
    write("sys/fs/cgroup/show/memory.current", "9000000\n");  // over its limit for a moment
    EXPECT_EQ(available(), 0u);
}

TEST_F(HostMemoryTest, InAContainerTheMountIsTheGroupAndOldGroupsCountToo) {
    write("proc/meminfo", "MemAvailable:    8000 kB\n");
    write("proc/self/cgroup", "4:memory:/out/of/sight\n3:cpu:/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "2000000\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", "600000\n");
    write("sys/fs/cgroup/memory/memory.stat", "total_inactive_file 100000\n");
    EXPECT_EQ(available(), 1500000u);
}

}  // namespace
}  // namespace chladni
