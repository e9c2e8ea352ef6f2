#include "engine/audio/alsa_cards.h"

#include <charconv>
#include <sstream>

namespace chladni {

std::vector<std::string> card_places(const std::string& cards_text) {
    std::vector<std::string> places;
    std::istringstream lines(cards_text);
    for (std::string head, detail; std::getline(lines, head) && std::getline(lines, detail);) {
        std::istringstream words(head);
        std::size_t number = 0;
        if (!(words >> number) || number > 255) continue;
        if (places.size() <= number) places.resize(number + 1);
        const auto at = detail.rfind(" at ");
        places[number] = at == std::string::npos ? "" : detail.substr(at + 4);
    }
    return places;
}

int card_of(const std::string& device_name) {
    const auto address = device_name.rfind("(hw:");
    int card = -1;
    if (address != std::string::npos) std::from_chars(device_name.data() + address + 4, device_name.data() + device_name.size(), card);
    return card;
}

}  // namespace chladni
