#include "engine/audio/playlist.h"

#include <filesystem>
#include <sstream>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr std::size_t kLargest = 1u << 20;  // of a list, bytes

bool is_list(const std::filesystem::path& path) {
    const std::string suffix = path.extension().string();
    return suffix == ".m3u" || suffix == ".m3u8" || suffix == ".M3U" || suffix == ".M3U8";
}

std::string trimmed(std::string line) {
    if (line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);  // a byte order mark
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.pop_back();
    return line;
}

std::vector<std::string> files_of(const std::filesystem::path& list) {
    std::vector<std::string> files;
    std::istringstream text(read_text_file(list, kLargest));
    for (std::string line; std::getline(text, line);) {
        const std::string name = trimmed(line);
        if (!name.empty() && name.front() != '#') files.push_back((list.parent_path() / name).lexically_normal().string());
    }
    require(!files.empty(), "expected the playlist '" + list.string() + "' to name files, one a line, it names none");
    return files;
}

}  // namespace

std::vector<std::string> expand_playlist(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        if (!is_list(path)) files.push_back(path);
        else for (std::string& file : files_of(path)) files.push_back(std::move(file));
    }
    return files;
}

}  // namespace chladni
