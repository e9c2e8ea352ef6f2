#pragma once

#include <filesystem>

namespace chladni {

/// Where the parts of a model lie that are folders of their own: in it or, beside a single checkpoint file, in its folder.
inline std::filesystem::path parts_folder(const std::filesystem::path& model) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(model, ignored)) return model;
    return model.has_parent_path() ? model.parent_path() : std::filesystem::path(".");
}

}  // namespace chladni
