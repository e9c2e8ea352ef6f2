#include "engine/params/preset.h"

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"

namespace chladni {

namespace {

Json parse_object(const std::filesystem::path& path) {
    Json parsed = parse_shallow(read_text_file(path, 1u << 20));
    require(parsed.is_object(), "expected a preset (a JSON object) in '" + path.string() + "', got something else");
    return parsed;
}

std::optional<std::string> text_member(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

// What a person set for this machine, this room or this moment is no part of a look.
bool belongs_to_a_look(ParamId id) {
    const ParamGroup group = row_of(id).group;
    return id != ParamId::kKeepPace && group != ParamGroup::kStage && group != ParamGroup::kSound && group != ParamGroup::kTransport;
}

}  // namespace

Preset load_preset(const std::filesystem::path& path) {
    const Json file = parse_object(path);
    Preset preset{text_member(file, "name").value_or(path.stem().string()), text_member(file, "prompt"),
                  text_member(file, "negative_prompt"), {}, {}};
    const Json params = file.value("params", Json::object());
    require(params.is_object(), "expected 'params' in '" + path.string() + "' to be an object, got " + params.dump());
    for (const auto& [id, value] : params.items()) {
        const auto param = param_named(id);
        if (!param) {
            preset.unknown.push_back(id);
            continue;
        }
        require(value.is_number() || value.is_boolean(),
                "expected a number for '" + id + "' in '" + path.string() + "', got " + value.dump());
        const float number = value.is_boolean() ? (value.get<bool>() ? 1.0f : 0.0f) : value.get<float>();
        preset.values.emplace_back(*param, clamp_to(row_of(*param), number));
    }
    return preset;
}

void save_preset(const std::filesystem::path& path, const Preset& preset) {
    OrderedJson params = OrderedJson::object();
    for (const auto& [id, value] : preset.values) params[std::string(row_of(id).id)] = value;
    OrderedJson file = {{"name", preset.name}};
    if (preset.prompt) file["prompt"] = *preset.prompt;
    if (preset.negative_prompt) file["negative_prompt"] = *preset.negative_prompt;
    file["params"] = params;
    write_file_atomically(path, file.dump(2) + "\n");
}

Preset preset_of(const ParamValues& values, std::string prompt, std::string negative_prompt) {
    Preset preset{"", std::move(prompt), std::move(negative_prompt), {}, {}};
    for (std::size_t i = 0; i < kParamCount; ++i) {
        const auto id = static_cast<ParamId>(i);
        if (belongs_to_a_look(id)) preset.values.emplace_back(id, values[id]);
    }
    return preset;
}

}  // namespace chladni
