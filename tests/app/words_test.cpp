#include "app/words.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/check.h"

namespace chladni {
namespace {

TEST(Words, ASizeIsTwoWholeNumbersAroundACross) {
    EXPECT_EQ(parse_size("--size", "768x512"), std::pair(768, 512));
    EXPECT_EQ(parse_size("--size", ""), std::pair(0, 0));
    for (const char* words : {"768", "x", "768x", "0x512", "-1x5", "7.5x8", "768x512x3", "99999x2", "axb"})
        EXPECT_THROW(parse_size("--size", words), UsageError) << words;
}

TEST(Words, LayersAreListsAndRanges) {
    EXPECT_EQ(parse_layers("0,2,4"), (std::vector<std::size_t>{0, 2, 4}));
    EXPECT_EQ(parse_layers("8-10,12"), (std::vector<std::size_t>{8, 9, 10, 12}));
    EXPECT_TRUE(parse_layers("none").empty());
    EXPECT_EQ(parse_layers("all").size(), kMaxLayers);
    for (const char* words : {"", "5-3", "a", "1-", "-1", "48", "1,,2"}) EXPECT_THROW(parse_layers(words), UsageError) << words;
}

TEST(Words, AParameterOutsideItsRowIsRefused) {
    ParamValues values = initial_values();
    set_param(values, ParamId::kSteps, 8, "--steps");
    EXPECT_EQ(values[ParamId::kSteps], 8.0f);
    EXPECT_THROW(set_param(values, ParamId::kSteps, 0, "--steps"), UsageError);
    EXPECT_THROW(set_param(values, ParamId::kSteps, std::nan(""), "--steps"), UsageError);
}

}  // namespace
}  // namespace chladni
