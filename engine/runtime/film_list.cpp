#include "engine/runtime/film_list.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/base/lower_case.h"

namespace chladni {

namespace fs = std::filesystem;

namespace {

constexpr std::array kExtensions{".3gp", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf",
                                 ".nut", ".ogv", ".ts", ".webm", ".wmv"};
constexpr std::uintmax_t kLongestCaption_bytes = 1u << 16;
constexpr std::string_view kBlank = " \t\r\n\f\v";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_film_name(const fs::path& path) {
    return std::ranges::find(kExtensions, lower_case(path.extension().string())) != kExtensions.end();
}

void list_below(const fs::path& root, const fs::path& folder, FilmList& list) {
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error) {
        list.problems.push_back({folder.lexically_relative(root).string(), "expected a folder that can be read in '" + folder.string() + "', got: " + error.message()});
        return;
    }
    for (const fs::directory_entry& entry : entries) {
        std::error_code ignored;
        if (entry.path().filename().string().starts_with('.')) continue;
        if (entry.is_directory(ignored)) {
            if (!entry.is_symlink(ignored)) list_below(root, entry.path(), list);
        } else if (is_film_name(entry.path()) && entry.is_regular_file(ignored)) {
            list.names.push_back(entry.path().lexically_relative(root).string());
        } else {
            ++list.passed_over;
        }
    }
}

std::string trimmed(const std::string& line) {
    const std::size_t begin = line.find_first_not_of(kBlank);
    return begin == std::string::npos ? "" : line.substr(begin, line.find_last_not_of(kBlank) + 1 - begin);
}

// Tokenizers, safetensors and JSON take UTF-8 alone.
const std::string& checked(const std::string& caption, const std::string& where) {
    try {
        (void)Json(caption).dump();
    } catch (const Json::exception&) {
        throw Error("expected a caption in UTF-8 " + where + ", got other bytes; save it as UTF-8");
    }
    return caption;
}

}  // namespace

FilmList list_films(const fs::path& folder) {
    std::error_code error;
    require(fs::is_directory(folder, error), "expected a folder of films at '" + folder.string() + "', found " + (fs::exists(folder, error) ? "a file" : "nothing there"));
    FilmList list;
    list_below(folder, folder, list);
    std::ranges::sort(list.names);
    return list;
}

std::string caption_beside(const fs::path& film, const std::string& fallback) {
    const fs::path text = fs::path(film).replace_extension(".txt");
    std::error_code error;
    if (!fs::is_regular_file(text, error)) return checked(fallback, "for films without a text beside them");
    std::string content = read_text_file(text, kLongestCaption_bytes);
    if (content.starts_with(kByteOrderMark)) content.erase(0, kByteOrderMark.size());
    std::istringstream lines(content);
    std::string caption;
    for (std::string line; std::getline(lines, line);)
        if (const std::string words = trimmed(line); !words.empty()) caption += (caption.empty() ? "" : " ") + words;
    return caption.empty() ? checked(fallback, "for films without a text beside them") : checked(caption, "in '" + text.string() + "'");
}

}  // namespace chladni
