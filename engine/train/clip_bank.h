#pragma once

#include <filesystem>
#include <optional>

#include "engine/train/latent_clip.h"

namespace chladni::train {

/// Latent clips on disk, one file each, written whole or not at all; read into memory once. One thread writes.
class ClipBank {
public:
    /// `identity`: of all but the clip that decides what it becomes; another one starts an empty folder beside. Throws Error.
    ClipBank(const std::filesystem::path& folder, const std::string& identity);

    /// Throws Error where there is no room on the disk.
    void write(const std::string& key, const LatentClip& clip) const;
    /// Nothing where there is none, or none that can be read: it is then to be made anew.
    std::optional<LatentClip> read(const std::string& key) const;

    const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path file_of(const std::string& key) const;

    std::filesystem::path folder_;
};

}  // namespace chladni::train
