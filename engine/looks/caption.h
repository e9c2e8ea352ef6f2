#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chladni {

enum class CaptionPace { kUnsaid, kSlow, kFast };

/// How a film is put into words: which look and palette, and which of several ways to say so.
struct Wording {
    std::size_t look = 0, palette = 0;  ///< rows of looks() and palettes()
    std::size_t phrase = 0;             ///< one of the look's four
    bool second_colour_first = false;
    std::size_t form = 0;               ///< one of kCaptionForms sentences
    CaptionPace pace = CaptionPace::kUnsaid;
};

inline constexpr std::size_t kCaptionForms = 4;

/// The sentence: "drifting ink in blue and gold, slow".
std::string caption_of(const Wording& wording);

/// Wordings that no training clip has: they show whether a model understood the words or learned the sentences.
bool is_held_back(const Wording& wording);

/// One of the wordings for a look and a palette; the same for the same seed.
Wording draw_wording(std::size_t look, std::size_t palette, CaptionPace pace, std::uint64_t seed, bool held_back);

/// What a caption names; nothing where it names none.
std::optional<std::size_t> look_named_in(std::string_view caption);
std::optional<std::size_t> palette_named_in(std::string_view caption);

/// Every sentence there is, those held back too: what a tokenizer is trained on.
std::vector<std::string> all_captions();

}  // namespace chladni
