#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chladni {

/// The words of `prompt` that a model of few words was never taught, as lower case, each once. `known`: its words of three letters and more, as
/// lower case; empty: it knows them all. Shorter ones, numbers and signs count as known.
std::vector<std::string> unknown_words(std::span<const std::string> known, std::string_view prompt);

/// What to tell of them; empty where there are none.
std::string unknown_words_notice(std::span<const std::string> known, std::string_view prompt);

/// The same once for the same words, however often they come.
class UnknownWords {
public:
    std::string news(std::span<const std::string> known, std::string_view prompt);

private:
    std::set<std::string> told_;
};

}  // namespace chladni
