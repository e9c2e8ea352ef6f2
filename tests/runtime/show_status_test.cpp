#include "engine/runtime/show_status.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace chladni {

TEST(ShowStatus, ALineHasTheFieldsThatOtherProgramsRead) {
    ShowStatus status;
    status.render.running = status.ui.present = true;
    status.output.state = "shown";
    status.params = {{"audio_scale", 0.5f}};
    const Json line = to_json(status);
    const std::pair<const char*, std::vector<const char*>> wanted[] = {
        {"audio", {"state", "device", "frames", "xruns", "peak_db"}},
        {"tempo", {"bpm", "confidence", "beat", "phase", "source"}},
        {"gen", {"state", "queue_s", "chunk_ms_p50", "chunk_ms_p95", "rtf", "late", "steps", "scale", "message"}},
        {"render", {"fps", "missed", "max_gap_ms"}},
        {"ui", {"max_gap_ms"}},
        {"latency", {"audio_to_photon_ms", "param_to_photon_ms"}},
        {"output", {"display", "state"}},
        {"midi", {"ports", "last"}},
        {"safety", {"flashes_per_s", "limited"}},
    };
    for (const auto& [group, fields] : wanted)
        for (const char* field : fields) EXPECT_TRUE(line.at(group).contains(field)) << group << "." << field;
    EXPECT_TRUE(line.contains("time") && line.contains("rss_mb"));
    EXPECT_EQ(line["params"]["audio_scale"], 0.5);
}

TEST(ShowStatus, WhatDoesNotRunIsLeftOut) {
    const Json line = to_json(ShowStatus{});
    for (const char* group : {"render", "safety", "ui", "output", "record"}) EXPECT_FALSE(line.contains(group)) << group;
}

TEST(ShowStatus, NoNumberIsEverNullOnTheLine) {
    ShowStatus status;
    status.tempo.bpm = std::nan("");
    status.gen.rtf = std::numeric_limits<double>::infinity();
    const Json line = to_json(status);
    EXPECT_EQ(line["tempo"]["bpm"], 0.0);
    EXPECT_EQ(line["gen"]["rtf"], 0.0);
}

}  // namespace chladni
