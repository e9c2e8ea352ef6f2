#pragma once

#include <filesystem>

namespace chladni {

/// Where what is made for this user and can be made again is kept: $XDG_CACHE_HOME/chladni, else ~/.cache/chladni; empty where neither
/// variable is set (XDG Base Directory Specification).
std::filesystem::path user_cache_folder();
/// The same for the user's own settings: $XDG_CONFIG_HOME/chladni, else ~/.config/chladni.
std::filesystem::path user_settings_folder();

}  // namespace chladni
