#include "engine/train/clip_bank.h"

#include <cstdio>

#include "engine/base/check.h"
#include "engine/tensor/safetensors.h"

namespace chladni::train {

namespace fs = std::filesystem;

ClipBank::ClipBank(const fs::path& folder, const std::string& identity) : folder_(folder / identity) {
    std::error_code failed;
    fs::create_directories(folder_, failed);
    require(!failed, "expected to make the folder '" + folder_.string() + "' for latents, got: " + failed.message());
}

fs::path ClipBank::file_of(std::size_t number) const {
    char name[40];
    std::snprintf(name, sizeof name, "clip-%07zu.safetensors", number);
    return folder_ / name;
}

bool ClipBank::has(std::size_t number) const {
    std::error_code ignored;
    return fs::is_regular_file(file_of(number), ignored);
}

void ClipBank::write(std::size_t number, const LatentClip& clip) const {
    write_safetensors(file_of(number), {{"latents", clip.latents}, {"columns", clip.columns}}, {{"caption", clip.caption}});
}

std::optional<LatentClip> ClipBank::read(std::size_t number) const {
    if (!has(number)) return std::nullopt;
    try {
        Metadata metadata;
        NamedTensors tensors = read_safetensors(file_of(number), &metadata);
        return LatentClip{tensors.at("latents").clone(), tensors.at("columns").clone(), metadata["caption"]};
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace chladni::train
