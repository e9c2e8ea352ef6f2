#pragma once

#include <string>
#include <vector>

#include "engine/types/beat_grid.h"

namespace chladni {

/// Which words hold when. A line of a prompts file is `TIME_OR_BEAT TEXT`: `0 ink`, `12.5 neon tunnel`, `b64 plates`.
class PromptTimeline {
public:
    struct Entry {
        bool in_beats = false;
        double at = 0;      ///< seconds, or beats where in_beats
        std::string text;
    };

    explicit PromptTimeline(std::string prompt) : entries_{{false, 0.0, std::move(prompt)}} {}
    explicit PromptTimeline(std::vector<Entry> entries) : entries_(std::move(entries)) {}

    /// `content` of a prompts file; empty lines and lines that begin with # are skipped. Throws UsageError that names the line.
    static PromptTimeline parse(const std::string& content);

    /// The entry that began last; before the first one, the first.
    const std::string& at(Seconds time, const BeatGrid& grid) const;
    const std::vector<Entry>& entries() const { return entries_; }

private:
    std::vector<Entry> entries_;
};

}  // namespace chladni
