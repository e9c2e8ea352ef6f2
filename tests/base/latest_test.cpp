#include "engine/base/latest.h"

#include <gtest/gtest.h>

#include <thread>

namespace chladni {

namespace {

struct Triple {
    long a = 0, b = 0, c = 0;
};

}  // namespace

TEST(Latest, ReadsWhatWasSetLast) {
    Latest<Triple> latest;
    latest.set({1, 2, 3});
    latest.set({4, 5, 6});
    EXPECT_EQ(latest.get().b, 5);
}

TEST(Latest, VersionGrowsByOneWithEachSet) {
    Latest<int> latest;
    const auto before = latest.version();
    latest.set(1);
    latest.set(2);
    EXPECT_EQ(latest.version(), before + 2);
}

TEST(Latest, AReaderNeverSeesHalfAValue) {
    Latest<Triple> latest;
    std::thread writer([&latest] {
        for (long i = 1; i <= 200000; ++i) latest.set({i, i, i});
    });
    int torn = 0;
    long newest = 0;
    while (newest < 200000) {
        const Triple seen = latest.get();
        if (seen.a != seen.b || seen.b != seen.c || seen.a < newest) ++torn;
        newest = seen.a;
    }
    writer.join();
    EXPECT_EQ(torn, 0);
}

}  // namespace chladni
