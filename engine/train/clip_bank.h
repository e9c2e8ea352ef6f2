#pragma once

#include <filesystem>
#include <optional>

#include "engine/train/latent_clip.h"

namespace chladni::train {

/// Latent clips on disk, one file each, written whole or not at all; read into memory once. One thread writes.
class ClipBank {
public:
    /// `identity`: of all that decides what a clip becomes; another one starts an empty folder beside. Throws Error.
    ClipBank(const std::filesystem::path& folder, const std::string& identity);

    bool has(std::size_t number) const;
    /// Throws Error where there is no room on the disk.
    void write(std::size_t number, const LatentClip& clip) const;
    /// Nothing where there is none, or none that can be read: it is then to be made anew.
    std::optional<LatentClip> read(std::size_t number) const;

    const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path file_of(std::size_t number) const;

    std::filesystem::path folder_;
};

}  // namespace chladni::train
