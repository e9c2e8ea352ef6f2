#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"

namespace chladni {

/// A configuration file of a model, read with suspicion: every getter throws Error naming file and key where the value has
/// another kind or is out of range. A null counts as absent; an absent key without fallback is an error.
class ConfigJson {
public:
    /// Throws Error: no file, no JSON object.
    ConfigJson(const std::filesystem::path& file);  // NOLINT(google-explicit-constructor): a file is one
    /// `json` as if it stood in `file`. Throws Error: no JSON object.
    ConfigJson(Json json, std::filesystem::path file);

    bool has(const std::string& key) const;
    const Json& json() const { return json_; }
    const std::filesystem::path& file() const { return file_; }

    std::int64_t whole(const std::string& key, std::int64_t min, std::int64_t max, std::optional<std::int64_t> fallback = {}) const;
    double number(const std::string& key, std::optional<double> fallback = {}) const;
    bool truth(const std::string& key, bool fallback) const;
    std::string text(const std::string& key, std::optional<std::string> fallback = {}) const;
    std::vector<std::int64_t> wholes(const std::string& key, std::int64_t min, std::int64_t max) const;
    std::vector<bool> truths(const std::string& key) const;
    std::vector<std::string> texts(const std::string& key) const;

    /// The object under that key; an empty one where it is absent.
    ConfigJson object(const std::string& key) const;

    /// Where the file names its model ('_class_name' or 'model_type'; it may name none) and `known` has it not: throws
    /// Error("expected `what` in 'file', got a configuration of ...").
    void expect_model(const std::string& what, std::initializer_list<std::string_view> known) const;

    /// Throws Error("expected `what` as 'key' in 'file', got ...").
    [[noreturn]] void refuse(const std::string& key, const std::string& what) const;

private:
    const Json* find(const std::string& key) const;

    Json json_;
    std::filesystem::path file_;
};

}  // namespace chladni
