#include "engine/generate/known_words.h"

#include <algorithm>

#include "engine/base/joined.h"
#include "engine/base/lower_case.h"

namespace chladni {

namespace {

constexpr std::size_t kShortest = 3;

// Letters, and whatever is not ASCII.
bool is_in_word(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

}  // namespace

std::vector<std::string> unknown_words(std::span<const std::string> known, std::string_view prompt) {
    if (known.empty()) return {};
    std::vector<std::string> unknown;
    const std::string text = lower_case(std::string(prompt)) + " ";
    std::string word;
    for (const char c : text) {
        if (is_in_word(c)) {
            word += c;
            continue;
        }
        if (word.size() >= kShortest && std::ranges::find(known, word) == known.end() && std::ranges::find(unknown, word) == unknown.end()) unknown.push_back(word);
        word.clear();
    }
    return unknown;
}

std::string unknown_words_notice(std::span<const std::string> known, std::string_view prompt) {
    const std::vector<std::string> unknown = unknown_words(known, prompt);
    if (unknown.empty()) return {};
    return "the model was taught few words, and not " + joined(unknown, ", ", "'") + "; it knows " + joined(known);
}

std::string UnknownWords::news(std::span<const std::string> known, std::string_view prompt) {
    std::string notice = unknown_words_notice(known, prompt);
    return told_.insert(notice).second ? notice : std::string();
}

}  // namespace chladni
