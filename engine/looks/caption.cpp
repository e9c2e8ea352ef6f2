#include "engine/looks/caption.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/lower_case.h"
#include "engine/looks/hash.h"
#include "engine/looks/look.h"
#include "engine/looks/palette.h"

namespace chladni {

namespace {

std::string pair_of(const Palette& palette, bool turned) {
    const std::string first(turned ? palette.second : palette.first), second(turned ? palette.first : palette.second);
    return first + " and " + second;
}

// The words of a sentence: letters only.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : lower_case(std::string(text))) {
        if (c >= 'a' && c <= 'z') words.back() += c;
        else if (!words.back().empty()) words.emplace_back();
    }
    return words;
}

bool has(const std::vector<std::string>& words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

std::string with_pace(CaptionPace pace, const std::string& sentence) {
    switch (pace) {
        case CaptionPace::kSlow: return sentence + ", slow";
        case CaptionPace::kFast: return sentence + ", fast";
        case CaptionPace::kUnsaid: break;
    }
    return sentence;
}

template <typename Take>
void every_wording(std::size_t look, std::size_t palette, CaptionPace pace, Take&& take) {
    for (std::size_t phrase = 0; phrase < 4; ++phrase)
        for (const bool turned : {false, true})
            for (std::size_t form = 0; form < kCaptionForms; ++form) take(Wording{look, palette, phrase, turned, form, pace});
}

}  // namespace

std::string caption_of(const Wording& wording) {
    require(wording.look < looks().size() && wording.palette < palettes().size() && wording.phrase < 4 && wording.form < kCaptionForms,
            "expected a wording of the tables of looks and palettes, got a row past their end");
    const std::string what(looks()[wording.look].phrases[wording.phrase]);
    const std::string colours = pair_of(palettes()[wording.palette], wording.second_colour_first);
    switch (wording.form) {
        case 0: return with_pace(wording.pace, what + ", " + colours);
        case 1: return with_pace(wording.pace, what + " in " + colours);
        case 2: return with_pace(wording.pace, colours + " " + what);
        default: return with_pace(wording.pace, what + " with colours " + colours);
    }
}

bool is_held_back(const Wording& wording) {
    return (wording.look + 2 * wording.phrase + wording.form + 3 * wording.palette + (wording.second_colour_first ? 4 : 0)) % 7 == 3;
}

Wording draw_wording(std::size_t look, std::size_t palette, CaptionPace pace, std::uint64_t seed, bool held_back) {
    std::vector<Wording> fit;
    every_wording(look, palette, pace, [&](const Wording& wording) {
        if (is_held_back(wording) == held_back) fit.push_back(wording);
    });
    return fit[drawn(seed, 0) % fit.size()];
}

std::optional<std::size_t> look_named_in(std::string_view caption) {
    const auto words = words_of(caption);
    for (std::size_t i = 0; i < looks().size(); ++i)
        if (std::ranges::any_of(looks()[i].keys, [&](std::string_view key) { return has(words, key); })) return i;
    return std::nullopt;
}

std::optional<std::size_t> palette_named_in(std::string_view caption) {
    const auto words = words_of(caption);
    for (std::size_t i = 0; i < palettes().size(); ++i)
        if (has(words, palettes()[i].first) && has(words, palettes()[i].second)) return i;
    return std::nullopt;
}

std::vector<std::string> all_captions() {
    std::vector<std::string> captions;
    for (std::size_t look = 0; look < looks().size(); ++look)
        for (std::size_t palette = 0; palette < palettes().size(); ++palette)
            for (const CaptionPace pace : {CaptionPace::kUnsaid, CaptionPace::kSlow, CaptionPace::kFast})
                every_wording(look, palette, pace, [&](const Wording& wording) { captions.push_back(caption_of(wording)); });
    return captions;
}

}  // namespace chladni
