#include <gtest/gtest.h>

#include "engine/control/midi_input.h"

namespace chladni {
namespace {

MidiEvent parse(std::vector<std::uint8_t> bytes) { return parse_midi(bytes.data(), bytes.size()); }

TEST(MidiEvent, AControlChangeCarriesChannelNumberAndValue) {
    const MidiEvent event = parse({0xB0, 16, 64});
    EXPECT_EQ(event.kind, MidiEvent::Kind::kControl);
    EXPECT_EQ(event.channel, 1);
    EXPECT_EQ(event.number, 16);
    EXPECT_EQ(event.value, 64);
    EXPECT_EQ(describe(event), "cc 1/16 = 64");
}

TEST(MidiEvent, ANoteOnOnChannelTenIsDescribed) { EXPECT_EQ(describe(parse({0x99, 36, 100})), "note 10/36 on 100"); }

TEST(MidiEvent, ANoteOnOfVelocityZeroIsANoteOff) {
    EXPECT_EQ(parse({0x90, 60, 0}).kind, MidiEvent::Kind::kNoteOff);
    EXPECT_EQ(parse({0x80, 60, 64}).kind, MidiEvent::Kind::kNoteOff);
}

TEST(MidiEvent, AClockPulsesStartsAndGoesOn) {
    EXPECT_EQ(parse({0xF8}).kind, MidiEvent::Kind::kClock);
    EXPECT_EQ(parse({0xFA}).kind, MidiEvent::Kind::kStart);
    EXPECT_EQ(parse({0xFB}).kind, MidiEvent::Kind::kContinue);
    EXPECT_TRUE(is_clock(parse({0xFA})));
    EXPECT_FALSE(is_clock(parse({0xFE})));
    EXPECT_FALSE(is_clock(parse({0xB0, 16, 64})));
}

TEST(MidiEvent, CutAndForeignMessagesAreOther) {
    for (const auto& bytes : std::vector<std::vector<std::uint8_t>>{{}, {0xB0}, {0x90, 60}, {0xC0}, {0xF0, 1, 2, 0xF7}, {0xE0, 1, 2}, {5}})
        EXPECT_EQ(parse(bytes).kind, MidiEvent::Kind::kOther);
}

}  // namespace
}  // namespace chladni
