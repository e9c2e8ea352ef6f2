#include "engine/schedule/prompt_timeline.h"

#include <charconv>
#include <sstream>

#include "engine/base/check.h"

namespace chladni {

namespace {

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r");
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

PromptTimeline::Entry parse_line(const std::string& line, int number) {
    const auto space = line.find_first_of(" \t");
    std::string when = line.substr(0, space);
    PromptTimeline::Entry entry;
    entry.in_beats = when.starts_with('b');
    if (entry.in_beats) when.erase(0, 1);
    const auto [end, error] = std::from_chars(when.data(), when.data() + when.size(), entry.at);
    entry.text = space == std::string::npos ? "" : trimmed(line.substr(space));
    if (error != std::errc() || end != when.data() + when.size() || !(entry.at >= 0) || entry.text.empty())
        throw UsageError("line " + std::to_string(number) +
                         " of the prompts: expected a time or a beat and a text, such as '12.5 neon tunnel' or 'b64 plates', got '" +
                         line + "'");
    return entry;
}

}  // namespace

PromptTimeline PromptTimeline::parse(const std::string& content) {
    std::vector<Entry> entries;
    std::istringstream stream(content);
    int number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        line = trimmed(line);
        if (!line.empty() && !line.starts_with('#')) entries.push_back(parse_line(line, number));
    }
    if (entries.empty()) throw UsageError("expected at least one line such as '0 ink' in the prompts, found none");
    return PromptTimeline(std::move(entries));
}

const std::string& PromptTimeline::at(Seconds time, const BeatGrid& grid) const {
    const Entry* latest = &entries_.front();
    double latest_s = -1.0;
    for (const Entry& entry : entries_) {
        const double begins_s = entry.in_beats ? grid.time_of(Beats{entry.at}).value : entry.at;
        if (begins_s <= time.value + 1e-6 && begins_s >= latest_s) latest = &entry, latest_s = begins_s;
    }
    return latest->text;
}

}  // namespace chladni
