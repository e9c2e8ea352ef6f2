#include "app/arguments.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/base/check.h"

namespace chladni {

namespace {

bool is_one_of(const std::string& word, std::initializer_list<const char*> words) {
    return std::ranges::find(words, word) != words.end();
}

// Where the command's name belongs: behind the options that every command has.
std::size_t command_place(const std::vector<std::string>& words) {
    std::size_t at = 0;
    while (at < words.size() && is_one_of(words[at], {"-q", "--quiet", "--log-level"})) at += words[at] == "--log-level" ? 2 : 1;
    return std::min(at, words.size());
}

std::vector<std::string> with_command(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    const std::size_t at = command_place(words);
    const bool named = at < words.size() && (!words[at].starts_with('-') || is_one_of(words[at], {"-h", "--help", "--version"}));
    if (!named) words.insert(words.begin() + static_cast<std::ptrdiff_t>(at), "live");
    return words;
}

// "chladni train nano": the command that was chosen, and the one below it.
std::string command_of(const CLI::App& app) {
    std::string words = "chladni";
    for (auto chosen = app.get_subcommands(); !chosen.empty(); chosen = chosen.front()->get_subcommands()) words += " " + chosen.front()->get_name();
    return words;
}

std::string behind_last(const std::string& words, const std::string& mark) {
    const auto at = words.rfind(mark);
    return at == std::string::npos ? words : words.substr(at + mark.size());
}

// Of what nobody took, the last word first: the option among it, else the first word.
std::string stranger_in(const std::string& words) {
    std::istringstream list(behind_last(words, ": "));
    std::string found;
    for (std::string word; list >> word && !found.starts_with('-');) found = word;
    return found;
}

// Of "--clips: expected 1 to 8, got 99", which CLI11 makes of the words of between(): "expected --clips of 1 to 8, got 99".
std::string with_the_option(const std::string& words) {
    const std::string middle = ": expected ";
    const auto at = words.find(middle);
    return at == std::string::npos ? "expected another command line: " + words : "expected " + words.substr(0, at) + " of " + words.substr(at + middle.size());
}

// Of "--steps = abc".
std::string no_number(const std::string& words) {
    const std::string middle = " = ";
    const auto at = words.find(middle);
    return at == std::string::npos ? "expected a number, got '" + words + "'" : "expected a number for " + words.substr(0, at) + ", got '" + words.substr(at + middle.size()) + "'";
}

std::string plain(double number) {
    std::ostringstream words;
    words.precision(std::trunc(number) == number ? 15 : 6);
    words << number;
    return words.str();
}

// CLI11's own words, turned into what was expected and what came.
std::string sentence(const CLI::App& app, const CLI::ParseError& error) {
    std::string words = error.what();
    words = words.substr(0, words.find('\n'));
    const std::string help = "; see " + command_of(app) + " --help";
    if (dynamic_cast<const CLI::ExtrasError*>(&error))
        return "expected a command and options that " + command_of(app) + " knows, got '" + stranger_in(words) + "'" + help;
    if (dynamic_cast<const CLI::RequiredError*>(&error)) return "expected more: " + words + help;
    if (dynamic_cast<const CLI::ConversionError*>(&error)) return no_number(behind_last(words, ": ")) + help;
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) && words.ends_with(" missing")) return "expected something behind " + words.substr(0, words.find(": ")) + ", got nothing" + help;
    return with_the_option(words) + help;
}

const CLI::App& deepest(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : deepest(*chosen.front());
}

}  // namespace

CLI::Validator between(double low, double high) {
    const std::string range = plain(low) + " to " + plain(high);
    const auto check = [=](std::string& word) {
        double number = 0;
        const bool within = CLI::detail::lexical_cast(word, number) && number >= low && number <= high;
        return within ? std::string() : "expected " + range + ", got " + word;
    };
    return CLI::Validator(check, range);
}

std::optional<int> read_arguments(CLI::App& app, int argc, char** argv) {
    std::vector<std::string> words = with_command(argc, argv);
    std::ranges::reverse(words);  // CLI11 takes them from the back
    try {
        app.parse(words);
    } catch (const CLI::CallForVersion& version) {
        std::cout << version.what() << "\n";
        return 0;
    } catch (const CLI::CallForHelp&) {
        std::cout << deepest(app).help();
        return 0;
    } catch (const CLI::ParseError& error) {
        throw UsageError(sentence(app, error));
    }
    return std::nullopt;
}

}  // namespace chladni
