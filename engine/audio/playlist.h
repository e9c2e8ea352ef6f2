#pragma once

#include <string>
#include <vector>

namespace chladni {

/// Files in the order in which they play: a playlist (.m3u, .m3u8) becomes the files that it names, relative to its folder;
/// any other path stands for itself. Throws Error: a list that cannot be read, or names nothing.
std::vector<std::string> expand_playlist(const std::vector<std::string>& paths);

}  // namespace chladni
