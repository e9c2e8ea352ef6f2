#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace chladni {

/// A name beside the final one. What is written there takes the final name with commit(); without it, it is removed.
/// So no failed command leaves a file, or half of one, under the final name.
class AtomicFile {
public:
    /// Throws Error where the folder does not exist or is not writable.
    explicit AtomicFile(std::filesystem::path target);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Where to write: same folder, same extension, so that writers which guess by extension guess right.
    const std::filesystem::path& path() const { return beside_; }

    /// Flushes to disk and renames. Throws Error where that fails.
    void commit();

private:
    std::filesystem::path target_;
    std::filesystem::path beside_;
    bool committed_ = false;
};

/// Writes a whole text in that way.
void write_file_atomically(const std::filesystem::path& target, std::string_view content);

/// The whole file as text. Throws Error (a missing file, a folder, a file over `limit_bytes`).
std::string read_text_file(const std::filesystem::path& path, std::uintmax_t limit_bytes = 64u << 20);

}  // namespace chladni
