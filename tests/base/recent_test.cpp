#include "engine/base/recent.h"

#include <gtest/gtest.h>

#include <thread>

namespace chladni {

namespace {

struct Pair {
    long a = 0, b = 0;
};

}  // namespace

TEST(Recent, GivesWhatIsNewSinceTheLastTime) {
    Recent<int> recent(8);
    std::vector<int> out;
    EXPECT_EQ(recent.since(0, out), 0);
    for (int i = 0; i < 3; ++i) recent.add(10 + i);
    const auto next = recent.since(0, out);
    EXPECT_EQ(next, 3);
    EXPECT_EQ(out, (std::vector{10, 11, 12}));
    recent.add(13);
    EXPECT_EQ(recent.since(next, out), 4);
    EXPECT_EQ(out, (std::vector{10, 11, 12, 13}));
    EXPECT_EQ(recent.since(4, out), 4);
    EXPECT_EQ(out.size(), 4u);
}

TEST(Recent, KeepsTheNewestAndForgetsTheRest) {
    Recent<int> recent(8);
    for (int i = 0; i < 100; ++i) recent.add(i);
    std::vector<int> out;
    EXPECT_EQ(recent.since(0, out), 100);
    EXPECT_EQ(out, (std::vector{93, 94, 95, 96, 97, 98, 99}));  // one less than it keeps: the next to be written is not read
    out.clear();
    EXPECT_EQ(recent.since(1000, out), 100);  // a number that is yet to come
    EXPECT_TRUE(out.empty());
}

TEST(Recent, AReaderSeesWholeValuesInOrder) {
    Recent<Pair> recent(16);
    std::thread writer([&recent] {
        for (long i = 1; i <= 200000; ++i) recent.add({i, i});
    });
    std::vector<Pair> out;
    std::int64_t seen = 0;
    long newest = 0;
    int wrong = 0;
    while (newest < 200000) {
        out.clear();
        seen = recent.since(seen, out);
        for (const Pair& pair : out) {
            if (pair.a != pair.b || pair.a <= newest) ++wrong;
            newest = pair.a;
        }
    }
    writer.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace chladni
