#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace chladni {

/// The files that come with the program: beside it (build/share/chladni), installed (../share/chladni) or in the source tree.
class Resources {
public:
    /// `program`: the executable's own path.
    explicit Resources(const std::filesystem::path& program) : folder_(program.parent_path()) {}

    /// Where `name`, such as "presets/midi", is; nothing where it is not there.
    std::optional<std::filesystem::path> find(const std::filesystem::path& name) const;

    /// The bundled track. Throws Error where it was not made.
    std::filesystem::path demo_track() const;
    /// The model that is used where none is named: the trained one, else the synthesised one, with a word about it in the log.
    std::filesystem::path default_model() const;
    /// The folder of the nets that help to hear the beat: one that is named, or the bundled one where nothing is ("": there is
    /// none; "none": none is wanted). Throws Error where a named one is not there.
    std::filesystem::path beat_nets(const std::string& folder) const;
    /// A file, or the name of a bundled one: "aurora" for presets/looks/02-aurora.json. Throws Error.
    std::filesystem::path look(const std::string& file_or_name) const;
    /// The same of a wish that may also be "none", which is to be asked before.
    std::filesystem::path effects(const std::string& file_or_name) const;
    std::filesystem::path midi_map(const std::string& file_or_name) const;

private:
    std::filesystem::path bundled(const std::string& file_or_name, const std::filesystem::path& folder, const std::string& ending, const std::string& also = "") const;
    std::filesystem::path folder_;
};

/// The path of the running program.
std::filesystem::path program_path();

}  // namespace chladni
