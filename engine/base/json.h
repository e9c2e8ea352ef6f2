#pragma once

#include <nlohmann/json.hpp>

namespace chladni {

/// The one JSON type of the tree. Parsing text from outside: Json::parse(text, nullptr, false) and is_discarded().
using Json = nlohmann::json;
/// The same with members in the order in which they were written: for what people read.
using OrderedJson = nlohmann::ordered_json;

}  // namespace chladni
