#include "engine/runtime/clock_inbox.h"

#include <gtest/gtest.h>

#include <vector>

namespace chladni {
namespace {

MidiEvent pulse_of(std::uint8_t port) { return {MidiEvent::Kind::kClock, 1, port, 0}; }

std::vector<std::int64_t> times_in(ClockInbox& inbox) {
    std::vector<std::int64_t> times;
    inbox.drain([&](const ClockInbox::Message& message) { times.push_back(message.host_ns); });
    return times;
}

TEST(ClockInbox, WhatCameIsReadOnceAndInOrder) {
    ClockInbox inbox;
    EXPECT_TRUE(inbox.post({MidiEvent::Kind::kStart, 1, 0, 0}, 10));
    EXPECT_TRUE(inbox.post(pulse_of(0), 20));
    EXPECT_EQ(times_in(inbox), (std::vector<std::int64_t>{10, 20}));
    EXPECT_TRUE(times_in(inbox).empty());
}

TEST(ClockInbox, OfTwoPortsOneLeadsUntilItIsSilentForASecond) {
    ClockInbox inbox;
    EXPECT_TRUE(inbox.post(pulse_of(3), 0));
    EXPECT_FALSE(inbox.post(pulse_of(4), 1));
    EXPECT_TRUE(inbox.post(pulse_of(3), 2));
    EXPECT_TRUE(inbox.post(pulse_of(4), ClockInbox::kSilent_ns + 2));
    EXPECT_FALSE(inbox.post(pulse_of(3), ClockInbox::kSilent_ns + 3));
    EXPECT_EQ(times_in(inbox).size(), 3u);
}

}  // namespace
}  // namespace chladni
