#include "engine/params/param_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "engine/params/parameter_store.h"

namespace chladni {

TEST(ParamTable, EveryRowIsWhole) {
    std::set<std::string_view> ids;
    for (const ParamRow& row : param_table()) {
        EXPECT_FALSE(row.id.empty());
        EXPECT_FALSE(row.name.empty()) << row.id;
        EXPECT_FALSE(row.help.empty()) << row.id;
        EXPECT_LT(row.min, row.max) << row.id;
        EXPECT_EQ(clamp_to(row, row.initial), row.initial) << row.id;
        EXPECT_TRUE(ids.insert(row.id).second) << row.id << " stands twice";
    }
}

TEST(ParamTable, EnumAndRowsAreInTheSameOrder) {
    EXPECT_EQ(row_of(ParamId::kAudioScale).id, "audio_scale");
    EXPECT_EQ(row_of(ParamId::kFxAmount).id, "fx.amount");
    EXPECT_EQ(row_of(ParamId::kBlackout).id, "blackout");
    EXPECT_EQ(row_of(ParamId::kLatencyMs).id, "latency_ms");
    EXPECT_EQ(row_of(layer_param(0)).id, "layer.0");
    EXPECT_EQ(row_of(layer_param(47)).id, "layer.47");
}

TEST(ParamTable, NamesFindTheirRows) {
    EXPECT_EQ(param_named("fx.zoom"), ParamId::kFxZoom);
    EXPECT_EQ(param_named("layer.12"), layer_param(12));
    EXPECT_EQ(param_named("no such thing"), std::nullopt);
}

TEST(ParamTable, ClampKeepsEveryNumberInsideItsRow) {
    EXPECT_EQ(clamp_to(row_of(ParamId::kAudioScale), 99.0f), 3.0f);
    EXPECT_EQ(clamp_to(row_of(ParamId::kSteps), 3.6f), 4.0f);
    EXPECT_EQ(clamp_to(row_of(ParamId::kBlackout), 0.7f), 1.0f);
    EXPECT_EQ(clamp_to(row_of(ParamId::kGainDb), std::nanf("")), 0.0f);
    EXPECT_EQ(clamp_to(row_of(ParamId::kGainDb), -std::numeric_limits<float>::infinity()), -24.0f);
}

TEST(ParameterStore, StartsAtTheInitialValuesAndClampsWhatIsSet) {
    ParameterStore store;
    EXPECT_EQ(store.snapshot().values, initial_values().values);
    EXPECT_EQ(store.set(ParamId::kAudioScale, -1.0f), 0.0f);
    EXPECT_EQ(store.snapshot()[ParamId::kAudioScale], 0.0f);
}

}  // namespace chladni
