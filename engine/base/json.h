#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

namespace chladni {

/// The one JSON type of the tree. Text from outside goes through parse_shallow().
using Json = nlohmann::json;

/// Of a text from outside whose values may be shown in a complaint: dump() calls itself once per level, so what is
/// nested more than `depth` deep is discarded whole, as is what is no JSON. See is_discarded().
inline Json parse_shallow(std::string_view text, int depth = 32) {
    bool deep = false;
    const auto watch = [&](int level, Json::parse_event_t, Json&) { return !(deep |= level > depth); };
    Json json = Json::parse(text, watch, false);
    return deep ? Json(Json::value_t::discarded) : json;
}

/// The same with members in the order in which they were written: for what people read.
using OrderedJson = nlohmann::ordered_json;

}  // namespace chladni
