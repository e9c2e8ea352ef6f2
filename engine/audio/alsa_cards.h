#pragma once

#include <string>
#include <vector>

namespace chladni {

/// Where each ALSA card is plugged in, from the text of /proc/asound/cards, by card number: "usb-0000:00:14.0-2, full speed".
/// That is what tells two boxes of one kind apart after they were pulled and put back. "" where a number has no card.
std::vector<std::string> card_places(const std::string& cards_text);

/// The card number in PortAudio's name of an ALSA device, "... (hw:1,0)"; -1 where it has none: a device made of software.
int card_of(const std::string& device_name);

}  // namespace chladni
