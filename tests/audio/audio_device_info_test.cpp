#include "engine/audio/audio_device_info.h"

#include <gtest/gtest.h>

#include "engine/audio/alsa_cards.h"

namespace chladni {

namespace {

AudioDeviceInfo device(const std::string& api, const std::string& name, bool is_default = false, const std::string& label = "") {
    return {name, api, label, 2, 0, 48000, is_default};
}

std::string picked(const std::vector<AudioDeviceInfo>& devices, const std::string& words, const std::string& api = "") {
    const DevicePick pick = pick_device(devices, device_choice(words, api));
    return pick.device ? pick.device->id() : "none";
}

using Names = std::vector<std::string>;

}  // namespace

TEST(DeviceNames, TheAddressOfACardIsNoPartOfItsName) {
    EXPECT_EQ(stable_names({"HDA Intel: ALC (hw:0,0)", "Scarlett 18i20: USB Audio (hw:2,0)", "pulse"}, {}),
              (Names{"HDA Intel: ALC", "Scarlett 18i20: USB Audio", "pulse"}));
}

TEST(DeviceNames, TwoAlikeAreToldApartByWhereTheyArePluggedInWhateverTheirOrder) {
    const Names forward = stable_names({"USB: Audio (hw:1,0)", "USB: Audio (hw:2,0)"}, {"usb-0000:00:14.0-1", "usb-0000:00:14.0-2"});
    const Names backward = stable_names({"USB: Audio (hw:1,0)", "USB: Audio (hw:2,0)"}, {"usb-0000:00:14.0-2", "usb-0000:00:14.0-1"});
    EXPECT_EQ(forward, (Names{"USB: Audio", "USB: Audio #2"}));
    EXPECT_EQ(backward, (Names{"USB: Audio #2", "USB: Audio"}));
}

TEST(DeviceNames, WhereACardIsPluggedInStandsInTheKernelsList) {
    const std::string cards =
        " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      HDA Intel PCH at 0xdf240000 irq 137\n"
        " 2 [Device         ]: USB-Audio - USB Audio Device\n                      C-Media USB Audio at usb-0000:00:14.0-2, full speed\n";
    EXPECT_EQ(card_places(cards), (Names{"0xdf240000 irq 137", "", "usb-0000:00:14.0-2, full speed"}));
    EXPECT_TRUE(card_places("--- no soundcards ---\n").empty());
    EXPECT_TRUE(card_places("").empty());
    EXPECT_EQ(card_of("USB: Audio (hw:2,0)"), 2);
    EXPECT_EQ(card_of("pulse"), -1);
}

TEST(DeviceChoice, AHostApiMayStandBeforeTheName) {
    EXPECT_EQ(device_choice("pulse:a.monitor").host_api, "pulse");
    EXPECT_EQ(device_choice("pulse:a.monitor").name, "a.monitor");
    EXPECT_EQ(device_choice("HDA Intel: ALC", "alsa").name, "HDA Intel: ALC");
    EXPECT_EQ(device_choice("HDA Intel: ALC", "alsa").host_api, "alsa");
}

TEST(DeviceChoice, ByDefaultJackGoesFirstThenPulseThenTheCards) {
    std::vector<AudioDeviceInfo> devices{device("alsa", "card", true), device("pulse", "mic"), device("pulse", "line", true), device("jack", "system", true)};
    EXPECT_EQ(picked(devices, ""), "jack:system");
    devices.pop_back();
    EXPECT_EQ(picked(devices, ""), "pulse:line");
    EXPECT_EQ(picked(devices, "", "alsa"), "alsa:card");
    EXPECT_EQ(pick_device(devices, device_choice("")).why, "the default input of pulse");
    EXPECT_EQ(picked({}, ""), "none");
}

TEST(DeviceChoice, AWholeNameThenALabelThenAPart) {
    const std::vector<AudioDeviceInfo> devices{device("jack", "deck two"), device("pulse", "x", false, "deck"), device("alsa", "deck"), device("alsa", "gramophone")};
    EXPECT_EQ(picked(devices, "deck"), "alsa:deck");
    EXPECT_EQ(picked(devices, "two"), "jack:deck two");
    EXPECT_EQ(picked(devices, "gram"), "alsa:gramophone");
    EXPECT_EQ(picked(devices, "deck", "pulse"), "pulse:x");
    EXPECT_EQ(picked(devices, "tape"), "none");
}

TEST(DeviceChoice, WhatCannotBeOpenedAndWhatHearsNothingIsNeverPicked) {
    std::vector<AudioDeviceInfo> devices{device("alsa", "busy", true), device("alsa", "speakers", true), device("alsa", "free")};
    devices[0].problem = "Device unavailable";
    devices[1].input_channels = 0;
    EXPECT_EQ(picked(devices, ""), "alsa:free");
    EXPECT_EQ(picked(devices, "busy"), "none");
}

}  // namespace chladni
