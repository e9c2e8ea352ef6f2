#include "engine/base/user_folders.h"

#include <cstdlib>

namespace chladni {

namespace {

std::filesystem::path folder_of(const char* variable, const char* in_home) {
    const char* named = std::getenv(variable);
    const char* home = std::getenv("HOME");
    if (named && *named == '/') return std::filesystem::path(named) / "chladni";  // the specification: others are left out
    return home && *home ? std::filesystem::path(home) / in_home / "chladni" : std::filesystem::path();
}

}  // namespace

std::filesystem::path user_cache_folder() { return folder_of("XDG_CACHE_HOME", ".cache"); }
std::filesystem::path user_settings_folder() { return folder_of("XDG_CONFIG_HOME", ".config"); }

}  // namespace chladni
