#include "engine/train/clip_bank.h"

#include "engine/base/check.h"
#include "engine/ltx/embedding_store.h"
#include "engine/tensor/safetensors.h"

namespace chladni::train {

namespace fs = std::filesystem;

ClipBank::ClipBank(const fs::path& folder, const std::string& identity) : folder_(folder / identity) {
    std::error_code failed;
    fs::create_directories(folder_, failed);
    require(!failed, "expected to make the folder '" + folder_.string() + "' for latents, got: " + failed.message());
}

fs::path ClipBank::file_of(const std::string& key) const {
    return folder_ / (ltx::digest_of(key) + ".safetensors");
}

void ClipBank::write(const std::string& key, const LatentClip& clip) const {
    write_safetensors(file_of(key), {{"latents", clip.latents}, {"columns", clip.columns}}, {{"caption", clip.caption}, {"clip", key}});
}

std::optional<LatentClip> ClipBank::read(const std::string& key) const {
    std::error_code unknown;
    if (!fs::is_regular_file(file_of(key), unknown)) return std::nullopt;
    try {
        Metadata metadata;
        NamedTensors tensors = read_safetensors(file_of(key), &metadata);
        return LatentClip{tensors.at("latents").clone(), tensors.at("columns").clone(), metadata["caption"]};
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace chladni::train
