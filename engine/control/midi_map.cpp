#include "engine/control/midi_map.h"

#include <algorithm>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/control/beat_words.h"

namespace chladni {

namespace {

using Kind = MidiEvent::Kind;

constexpr int kPressed = 64;  // of a controller that is a key

template <typename Row>
bool same_message(const MidiBinding& a, const Row& b) {
    return a.kind == b.kind && a.channel == b.channel && a.number == b.number;
}

template <typename Row>
bool matches(const Row& binding, const MidiEvent& event) {
    return binding.kind == event.kind && binding.number == event.number &&
           (binding.channel == 0 || binding.channel == event.channel);
}

int whole_number(const Json& row, const char* key, int fallback, int most, const std::string& where) {
    if (!row.contains(key)) return fallback;
    const Json& value = row[key];
    require(value.is_number_integer() && value.get<double>() >= 0 && value.get<double>() <= most,
            where + ": expected '" + key + "' to be a whole number from 0 to " + std::to_string(most) + ", got " + value.dump());
    return value.get<int>();
}

float number(const Json& row, const char* key, float fallback, const std::string& where) {
    if (!row.contains(key)) return fallback;
    require(row[key].is_number(), where + ": expected '" + key + "' to be a number, got " + row[key].dump());
    return row[key].get<float>();
}

Kind kind_of(const Json& row, const std::string& where) {
    const Json kind = row.value("kind", Json("cc"));
    require(kind == "cc" || kind == "note", where + ": expected 'kind' to be \"cc\" or \"note\", got " + kind.dump());
    return kind == "cc" ? Kind::kControl : Kind::kNoteOn;
}

template <typename Row>
void read_message(const Json& row, const std::string& where, Row& out) {
    require(row.contains("number"), where + ": expected 'number', the controller or note from 0 to 127; it is missing");
    out.kind = kind_of(row, where);
    out.channel = whole_number(row, "channel", 0, 16, where);
    out.number = whole_number(row, "number", 0, 127, where);
}

MidiBeatKey beat_key_of(const Json& row, const std::string& where) {
    MidiBeatKey key;
    read_message(row, where, key);
    const auto command = row["beat"].is_string() ? beat_command_named(row["beat"].get<std::string>()) : std::nullopt;
    require(command.has_value(), where + ": expected 'beat' to be " + beat_command_words() + ", got " + row["beat"].dump());
    key.command = *command;
    return key;
}

MidiBinding binding_of(const Json& row, ParamId param, const std::string& where) {
    MidiBinding binding;
    read_message(row, where, binding);
    binding.param = param;
    binding.from = number(row, "from", row_of(param).min, where);
    binding.to = number(row, "to", row_of(param).max, where);
    return binding;
}

template <typename Row>
OrderedJson message_of(const Row& row) {
    return {{"kind", row.kind == Kind::kControl ? "cc" : "note"}, {"channel", row.channel}, {"number", row.number}};
}

OrderedJson json_of(const MidiBinding& binding) {
    OrderedJson row = message_of(binding);
    row["param"] = row_of(binding.param).id;
    row["from"] = binding.from;
    row["to"] = binding.to;
    return row;
}

OrderedJson json_of(const MidiBeatKey& key) {
    OrderedJson row = message_of(key);
    row["beat"] = word_of(key.command);
    return row;
}

}  // namespace

MidiMap MidiMap::load(const std::filesystem::path& path, std::vector<std::string>* unknown) {
    return parse(read_text_file(path), "'" + path.string() + "'", unknown);
}

MidiMap MidiMap::parse(std::string_view text, const std::string& file, std::vector<std::string>* unknown) {
    const Json map = parse_shallow(text);
    require(map.is_object() && map.contains("bindings") && map["bindings"].is_array(),
            file + ": expected a controller map, a JSON object with a list 'bindings', got something else");
    MidiMap result;
    for (std::size_t i = 0; i < map["bindings"].size(); ++i) {
        const Json& row = map["bindings"][i];
        const std::string where = file + ", binding " + std::to_string(i + 1);
        if (row.is_object() && row.contains("beat")) {
            result.beat_keys_.push_back(beat_key_of(row, where));
            continue;
        }
        require(row.is_object() && row.contains("param") && row["param"].is_string(),
                where + ": expected an object with 'param', the name of a parameter, or 'beat', got " + row.dump());
        const auto id = row["param"].get<std::string>();
        if (const auto param = param_named(id)) result.bindings_.push_back(binding_of(row, *param, where));
        else if (unknown) unknown->push_back(id);
    }
    return result;
}

void MidiMap::save(const std::filesystem::path& path) const {
    OrderedJson map;
    map["bindings"] = OrderedJson::array();
    for (const MidiBinding& binding : bindings_) map["bindings"].push_back(json_of(binding));
    for (const MidiBeatKey& key : beat_keys_) map["bindings"].push_back(json_of(key));
    write_file_atomically(path, map.dump(2) + "\n");
}

bool MidiMap::apply(const MidiEvent& event, ParameterStore& params) const noexcept {
    bool found = false;
    for (const MidiBinding& binding : bindings_) {
        if (!matches(binding, event)) continue;
        found = true;
        const float to = clamp_to(row_of(binding.param), binding.to);
        const float swept = binding.from + (binding.to - binding.from) * static_cast<float>(event.value) / 127.0f;
        // A note switches over between the two ends.
        const float switched = params.get(binding.param) == to ? binding.from : binding.to;
        params.set(binding.param, binding.kind == Kind::kControl ? swept : switched);
    }
    return found;
}

std::optional<BeatCommand> MidiMap::beat_command(const MidiEvent& event) const noexcept {
    for (const MidiBeatKey& key : beat_keys_)
        if (matches(key, event) && (event.kind != Kind::kControl || event.value >= kPressed)) return key.command;
    return std::nullopt;
}

void MidiMap::bind(const MidiBinding& binding) {
    std::erase_if(bindings_, [&](const MidiBinding& other) { return same_message(binding, other); });
    std::erase_if(beat_keys_, [&](const MidiBeatKey& other) { return same_message(binding, other); });
    bindings_.push_back(binding);
}

bool MidiMap::unbind(ParamId param) {
    return std::erase_if(bindings_, [&](const MidiBinding& binding) { return binding.param == param; }) > 0;
}

}  // namespace chladni
