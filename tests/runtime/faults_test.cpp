// Rehearsed faults of the generator, seen from outside: the show tells of them, goes on, and never shows a gap.
#include <gtest/gtest.h>

#include "tests/runtime/eventually.h"
#include "tests/runtime/machine_pulse.h"
#include "tests/runtime/show_rig.h"

namespace chladni {

namespace {

struct Rehearsal {
    explicit Rehearsal(const std::string& generator) : show(small_show(generator)) { show.start_picture(nullptr, nullptr); }

    bool reaches(const std::string& state) {
        return eventually([&] { return show.status().gen.state == state; });
    }
    bool makes(std::int64_t more) {
        const std::int64_t before = show.status().gen.chunks;
        return eventually([&] { return show.status().gen.chunks >= before + more; });
    }
    void expect_no_gap() { EXPECT_LT(show.status().render.max_gap_ms, pulse.standstill_ms()); }

    MachinePulse pulse;
    Show show;
};

}  // namespace

TEST(Faults, AGeneratorThatThrowsIsToldOfAndStartedAgain) {
    Rehearsal rehearsal("fake:ms=1500,throw_at=2");
    EXPECT_TRUE(eventually([&] { return noticed(rehearsal.show, "a rehearsed fault) (it is started again)"); }));
    EXPECT_TRUE(rehearsal.reaches("running"));
    EXPECT_TRUE(eventually([&] { return rehearsal.show.status().gen.name == "fake"; }));
    EXPECT_TRUE(rehearsal.makes(2));
    rehearsal.expect_no_gap();
}

TEST(Faults, AGeneratorOutOfMemoryIsToldOfAndStartedAgain) {
    Rehearsal rehearsal("fake:ms=1500,oom_at=2");
    EXPECT_TRUE(eventually([&] { return noticed(rehearsal.show, "out of memory"); }));
    EXPECT_TRUE(rehearsal.reaches("running"));
    EXPECT_TRUE(rehearsal.makes(2));
    rehearsal.expect_no_gap();
}

TEST(Faults, AGeneratorThatHangsIsLeftBehindAndStartedAgain) {
    Rehearsal rehearsal("fake:hang_at=2");
    EXPECT_TRUE(rehearsal.reaches("hung"));
    EXPECT_TRUE(noticed(rehearsal.show, "the generator hangs"));
    EXPECT_TRUE(rehearsal.reaches("running"));
    EXPECT_TRUE(rehearsal.makes(2));
    rehearsal.expect_no_gap();
    rehearsal.show.stop();
    EXPECT_TRUE(rehearsal.show.left_a_thread_behind());
}

TEST(Faults, AModelThatCannotBeLoadedIsReplacedByThePattern) {
    ShowConfig config = small_show("ltx");
    config.model = "no/such/model";
    Show show(config);
    show.start_picture(nullptr, nullptr);
    EXPECT_TRUE(eventually([&] { return show.status().gen.state == "replaced" && show.status().gen.name == "pattern"; }));
    EXPECT_NE(show.status().gen.message.find("expected"), std::string::npos);
    EXPECT_TRUE(eventually([&] { return show.status().render.frames > 10; }));
}

TEST(Faults, ASlowGeneratorIsLateAndThePictureIsNot) {
    Rehearsal rehearsal("fake:ms=1500");
    EXPECT_TRUE(eventually([&] { return rehearsal.show.status().gen.late >= 1; }));
    rehearsal.expect_no_gap();
}

TEST(Faults, ASlowGeneratorIsAskedForLess) {
    Rehearsal rehearsal("fake:ms=1500");
    EXPECT_TRUE(eventually([&] { return rehearsal.show.status().gen.steps == 3 && rehearsal.show.status().gen.scale == 0.5; }));
    // What it was first brought to depends on how busy the machine was: its words are PaceNotice's.
    EXPECT_TRUE(noticed(rehearsal.show, "a chunk of 1.0 s would take "));
    EXPECT_TRUE(noticed(rehearsal.show, " until there is time for more (Keep pace)"));
    rehearsal.show.params().set(ParamId::kKeepPace, 0.0f);
    EXPECT_TRUE(eventually([&] { return rehearsal.show.status().gen.steps == 4 && rehearsal.show.status().gen.scale == 1.0; }));
}

TEST(Faults, AChunkThatTakesForEverButHeedsAStopEndsWithTheShow) {
    Rehearsal rehearsal("fake:ms=600000");
    EXPECT_TRUE(rehearsal.reaches("running"));
    EXPECT_TRUE(eventually([&] { return rehearsal.show.status().gen.queue_s == 0.0; }));  // so one is being made
    rehearsal.show.stop();
    EXPECT_FALSE(rehearsal.show.left_a_thread_behind());
}

}  // namespace chladni
