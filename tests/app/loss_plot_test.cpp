#include "app/loss_plot.h"

#include <gtest/gtest.h>

namespace chladni {
namespace {

std::size_t count_of(const std::string& words, const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
    return count;
}

TEST(LossPlot, ACurveIsDrawnOfEachLossThatWasMeasured) {
    std::vector<train::LossRow> rows(4);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].step = static_cast<std::int64_t>(i), rows[i].loss = 1.0 / static_cast<double>(i + 1);
    const std::string bare = loss_plot(rows, "a & b");
    EXPECT_NE(bare.find("a &amp; b"), std::string::npos);
    rows[1].held_back = {0.5, 0.6, 0.7, -1}, rows[3].held_back = {0.4, 0.6, 0.7, 0.9};
    const std::string full = loss_plot(rows, "a & b");
    EXPECT_EQ(count_of("stroke-width=\"2\"", bare), 0u);
    EXPECT_EQ(count_of("stroke-width=\"2\"", full), 4u) << "own, no sound, another's sound, another's caption";
}

TEST(LossPlot, NoStepsAreAnEmptyPlot) { EXPECT_NE(loss_plot({}, "none").find("</svg>"), std::string::npos); }

}  // namespace
}  // namespace chladni
