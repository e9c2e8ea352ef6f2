#include "engine/schedule/prompt_timeline.h"

#include <gtest/gtest.h>

#include "engine/base/check.h"

namespace chladni {

namespace {

const BeatGrid kGrid{Seconds{0}, Beats{0}, Tempo{120}, 4, 0, 1.0f, BeatSource::kFile};

}  // namespace

TEST(PromptTimeline, TheEntryThatBeganLastHolds) {
    const auto timeline = PromptTimeline::parse("# words\n0 ink\n\n12.5 neon tunnel\nb64 plates\n");
    EXPECT_EQ(timeline.at(Seconds{0}, kGrid), "ink");
    EXPECT_EQ(timeline.at(Seconds{12.4}, kGrid), "ink");
    EXPECT_EQ(timeline.at(Seconds{12.5}, kGrid), "neon tunnel");
    EXPECT_EQ(timeline.at(Seconds{31.9}, kGrid), "neon tunnel");
    EXPECT_EQ(timeline.at(Seconds{32.0}, kGrid), "plates");
}

TEST(PromptTimeline, BeforeTheFirstEntryTheFirstHolds) {
    EXPECT_EQ(PromptTimeline::parse("8 late").at(Seconds{1}, kGrid), "late");
    EXPECT_EQ(PromptTimeline("one").at(Seconds{1}, kGrid), "one");
}

TEST(PromptTimeline, ALineThatIsNoneIsNamed) {
    for (const char* line : {"0 ink\nneon", "0 ink\n-1 x", "0 ink\n5", "0 ink\nbx y", "0 ink\nnan y"}) {
        try {
            PromptTimeline::parse(line);
            FAIL() << line;
        } catch (const UsageError& error) {
            EXPECT_NE(std::string(error.what()).find("line 2"), std::string::npos) << error.what();
        }
    }
    EXPECT_THROW(PromptTimeline::parse("\n# only words\n"), UsageError);
}

}  // namespace chladni
