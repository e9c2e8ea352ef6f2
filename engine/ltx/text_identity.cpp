#include "engine/ltx/text_identity.h"

#include <set>

#include "engine/base/atomic_file.h"
#include "engine/ltx/embedding_store.h"

namespace chladni::ltx {

namespace fs = std::filesystem;

namespace {

// Sorted, since a folder lists its files in any order.
std::set<fs::path> files_in(const fs::path& folder) {
    std::set<fs::path> files;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (entry.is_regular_file(ignored)) files.insert(entry.path());
    return files;
}

std::string describe(const fs::path& file) {
    std::error_code ignored;
    const std::string name = file.filename().string();
    if (name.ends_with(".json")) return name + '\n' + digest_of(read_text_file(file)) + '\n';
    const auto written = fs::last_write_time(file, ignored).time_since_epoch().count();
    return name + '\n' + std::to_string(fs::file_size(file, ignored)) + ' ' + std::to_string(written) + '\n';
}

}  // namespace

std::string text_identity(const fs::path& text_encoder_folder, const fs::path& tokenizer_folder) {
    std::string all = digest_of(read_text_file(tokenizer_folder / "spiece.model"));
    for (const fs::path& file : files_in(text_encoder_folder)) all += '\n' + describe(file);
    return digest_of(all);
}

}  // namespace chladni::ltx
