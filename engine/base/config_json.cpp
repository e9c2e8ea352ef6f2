#include "engine/base/config_json.h"

#include <algorithm>
#include <cmath>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"

namespace chladni {

ConfigJson::ConfigJson(const std::filesystem::path& file)
    : ConfigJson(parse_shallow(read_text_file(file, 4u << 20)), file) {}

ConfigJson::ConfigJson(Json json, std::filesystem::path file) : json_(std::move(json)), file_(std::move(file)) {
    require(json_.is_object(), "expected a JSON object in '" + file_.string() + "', got something else");
}

const Json* ConfigJson::find(const std::string& key) const {
    const auto found = json_.find(key);
    return found == json_.end() || found->is_null() ? nullptr : &*found;
}

bool ConfigJson::has(const std::string& key) const { return find(key) != nullptr; }

void ConfigJson::refuse(const std::string& key, const std::string& what) const {
    const Json* value = find(key);
    const std::string came = value ? value->dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 80) : "nothing";
    throw Error("expected " + what + " as '" + key + "' in '" + file_.string() + "', got " + came);
}

void ConfigJson::expect_model(const std::string& what, std::initializer_list<std::string_view> known) const {
    for (const char* key : {"_class_name", "model_type"}) {
        if (!has(key)) continue;
        const std::string name = text(key);
        const bool fine = std::find(known.begin(), known.end(), name) != known.end();
        require(fine, "expected " + what + " in '" + file_.string() + "', got a configuration of '" +
                          name.substr(0, 80) + "'");
    }
}

std::int64_t ConfigJson::whole(const std::string& key, std::int64_t min, std::int64_t max, std::optional<std::int64_t> fallback) const {
    const Json* value = find(key);
    if (!value && fallback) return *fallback;
    const bool fits = value && value->is_number_integer() && value->get<double>() >= static_cast<double>(min) &&
                      value->get<double>() <= static_cast<double>(max);
    if (!fits) refuse(key, "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return value->get<std::int64_t>();
}

double ConfigJson::number(const std::string& key, std::optional<double> fallback) const {
    const Json* value = find(key);
    if (!value && fallback) return *fallback;
    if (!value || !value->is_number() || !std::isfinite(value->get<double>())) refuse(key, "a number");
    return value->get<double>();
}

bool ConfigJson::truth(const std::string& key, bool fallback) const {
    const Json* value = find(key);
    if (!value) return fallback;
    if (!value->is_boolean()) refuse(key, "true or false");
    return value->get<bool>();
}

std::string ConfigJson::text(const std::string& key, std::optional<std::string> fallback) const {
    const Json* value = find(key);
    if (!value && fallback) return *fallback;
    if (!value || !value->is_string()) refuse(key, "text");
    return value->get<std::string>();
}

std::vector<std::int64_t> ConfigJson::wholes(const std::string& key, std::int64_t min, std::int64_t max) const {
    const Json* value = find(key);
    const std::string what = "a list of whole numbers from " + std::to_string(min) + " to " + std::to_string(max);
    if (!value || !value->is_array()) refuse(key, what);
    std::vector<std::int64_t> list;
    for (const Json& item : *value) {
        const bool fits = item.is_number_integer() && item.get<double>() >= static_cast<double>(min) &&
                          item.get<double>() <= static_cast<double>(max);
        if (!fits) refuse(key, what);
        list.push_back(item.get<std::int64_t>());
    }
    return list;
}

std::vector<bool> ConfigJson::truths(const std::string& key) const {
    const Json* value = find(key);
    if (!value || !value->is_array()) refuse(key, "a list of true and false");
    std::vector<bool> list;
    for (const Json& item : *value) {
        if (!item.is_boolean()) refuse(key, "a list of true and false");
        list.push_back(item.get<bool>());
    }
    return list;
}

std::vector<std::string> ConfigJson::texts(const std::string& key) const {
    const Json* value = find(key);
    if (!value || !value->is_array()) refuse(key, "a list of words");
    std::vector<std::string> list;
    for (const Json& item : *value) {
        if (!item.is_string()) refuse(key, "a list of words");
        list.push_back(item.get<std::string>());
    }
    return list;
}

ConfigJson ConfigJson::object(const std::string& key) const {
    const Json* value = find(key);
    if (value && !value->is_object()) refuse(key, "an object");
    return {value ? *value : Json(Json::object()), file_};
}

}  // namespace chladni
