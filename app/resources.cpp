#include "app/resources.h"

#include <map>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/joined.h"

namespace chladni {

namespace fs = std::filesystem;

namespace {

// "aurora" of "02-aurora.json": the number only orders the looks. Nothing for a file of another ending.
std::optional<std::string> name_of(const std::string& file, const std::string& ending) {
    if (!file.ends_with(ending)) return std::nullopt;
    const std::string whole = file.substr(0, file.size() - ending.size());
    const std::size_t digits = whole.find_first_not_of("0123456789");
    return digits != std::string::npos && digits > 0 && whole[digits] == '-' ? whole.substr(digits + 1) : whole;
}

}  // namespace

fs::path program_path() {
    std::error_code failed;
    const fs::path path = fs::read_symlink("/proc/self/exe", failed);
    return failed ? fs::current_path() / "chladni" : path;
}

std::optional<fs::path> Resources::find(const fs::path& name) const {
    for (const fs::path& base : {folder_ / "share" / "chladni", folder_ / ".." / "share" / "chladni", folder_ / ".."})
        if (fs::exists(base / name)) return (base / name).lexically_normal();
    return std::nullopt;
}

fs::path Resources::demo_track() const {
    for (const char* name : {"demo.flac", "demo.wav"})
        if (const auto found = find(name)) return *found;
    throw Error("expected the bundled track 'share/chladni/demo.flac' beside the program, found none; build it, or name a file");
}

fs::path Resources::default_model() const {
    const auto found = find("models/nano");
    require(found.has_value(), "expected a model in models/nano, found none; name one with --model, or use --generator pattern");
    return *found;
}

fs::path Resources::beat_nets(const std::string& folder) const {
    if (folder == "none") return {};
    if (folder.empty()) return find("models/beats").value_or("");
    require(fs::is_directory(folder), "expected a folder of beat nets or 'none', got '" + folder + "'; leave --beat-nets out for the bundled ones");
    return folder;
}

fs::path Resources::look(const std::string& file_or_name) const { return bundled(file_or_name, "presets/looks", ".json"); }
fs::path Resources::effects(const std::string& file_or_name) const { return bundled(file_or_name, "presets/looks", ".json", "none, "); }
fs::path Resources::midi_map(const std::string& file_or_name) const { return bundled(file_or_name, "presets/midi", ".midi.json"); }

fs::path Resources::bundled(const std::string& file_or_name, const fs::path& folder, const std::string& ending, const std::string& also) const {
    if (fs::exists(file_or_name)) return file_or_name;
    std::map<std::string, fs::path> files;  // in the order that their numbers give
    if (const auto there = find(folder))
        for (const auto& entry : fs::directory_iterator(*there)) files.emplace(entry.path().filename().string(), entry.path());
    std::vector<std::string> names;
    for (const auto& [file, path] : files) {
        const auto name = name_of(file, ending);
        if (name == file_or_name || file == file_or_name + ending) return path;
        if (name) names.push_back(*name);
    }
    throw Error("expected " + also + "a file, or one of " + folder.string() + (names.empty() ? ", where none is" : ": " + joined(names)) + ", got '" + file_or_name + "'");
}

}  // namespace chladni
