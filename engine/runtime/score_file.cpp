#include "engine/runtime/score_file.h"

#include <array>
#include <cmath>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"

namespace chladni {

namespace {

constexpr std::array<std::pair<std::string_view, SectionKind>, 6> kKinds = {{{"full", SectionKind::kFull},
                                                                            {"break", SectionKind::kBreak},
                                                                            {"silence", SectionKind::kSilence},
                                                                            {"hats", SectionKind::kHatsOnly},
                                                                            {"kick", SectionKind::kKickOnly},
                                                                            {"pad", SectionKind::kPad}}};

double number(const Json& value) {
    const double n = value.get<double>();
    require(std::isfinite(n), "expected a finite number, got another");
    return n;
}

std::vector<double> times(const Json& score, const char* key) {
    std::vector<double> out;
    for (const Json& t : score.value(key, Json::array())) out.push_back(number(t));
    return out;
}

std::vector<Hit> hits(const Json& score, const char* key) {
    std::vector<Hit> out;
    for (const Json& h : score.value(key, Json::array())) out.push_back({number(h.at(0)), static_cast<float>(number(h.at(1)))});
    return out;
}

std::vector<Note> notes(const Json& score, const char* key) {
    std::vector<Note> out;
    for (const Json& n : score.value(key, Json::array()))
        out.push_back({number(n.at(0)), number(n.at(1)), n.at(2).get<int>(), static_cast<float>(number(n.at(3)))});
    return out;
}

SectionKind kind_of(const std::string& name) {
    for (const auto& [word, kind] : kKinds)
        if (word == name) return kind;
    throw Error("expected a section full, break, silence, hats, kick or pad, got '" + name + "'");
}

void read_sections(const Json& json, Score& score) {
    for (const Json& s : json.value("sections", Json::array())) {
        const double start_s = number(s.at("start_s"));
        if (!score.sections.empty()) score.sections.back().end_s = start_s;
        score.sections.push_back({kind_of(s.at("kind").get<std::string>()), start_s, score.duration_s, 0, static_cast<float>(s.value("gain", 1.0))});
    }
}

Score score_of(const Json& json) {
    Score score;
    score.duration_s = number(json.at("duration_s"));
    score.bpm = json.value("bpm", 120.0);
    score.beats_s = times(json, "beats_s");
    score.downbeats_s = times(json, "downbeats_s");
    score.kicks = hits(json, "kicks");
    score.snares = hits(json, "snares");
    score.hats = hits(json, "hats");
    score.bass = notes(json, "bass");
    score.lead = notes(json, "lead");
    for (const Json& c : json.value("chords", Json::array())) score.chords.push_back({number(c.at(0)), number(c.at(1)), c.at(2).get<std::vector<int>>()});
    read_sections(json, score);
    return score;
}

}  // namespace

Score read_score_file(const std::filesystem::path& path) {
    const Json json = parse_shallow(read_text_file(path));
    require(json.is_object(), "expected a score as a JSON object in '" + path.string() + "', got something else");
    try {
        return score_of(json);
    } catch (const std::exception& error) {
        throw Error("expected a score in '" + path.string() + "': " + error.what());
    }
}

}  // namespace chladni
