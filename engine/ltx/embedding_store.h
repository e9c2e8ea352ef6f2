#pragma once

#include <filesystem>
#include <string>

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// Encoded prompts on disk, a safetensors file each, so that a prompt seen before needs no text encoder. Never in the
/// way: where it cannot write, or finds what is broken or another's, it holds nothing. Several processes may share a
/// folder.
class EmbeddingStore {
public:
    static constexpr std::size_t kMostFiles = 512;

    /// `folder` is made when first needed; empty: a store that keeps nothing. Beyond `most_files` the longest unused
    /// go.
    explicit EmbeddingStore(std::filesystem::path folder, std::size_t most_files = kMostFiles)
        : folder_(std::move(folder)), most_files_(most_files) {}

    /// $XDG_CACHE_HOME/chladni/prompts, else ~/.cache/chladni/prompts; empty where neither variable is set.
    static std::filesystem::path usual_folder();

    /// What was kept under `key` (all that the values depend on): [1, T, d] on the CPU with 1 <= T <= `most_tokens` and
    /// d = `width`, or undefined.
    at::Tensor find(const std::string& key, std::int64_t most_tokens, std::int64_t width) const;

    /// `embeds` [1, T, d], on any device.
    void keep(const std::string& key, const at::Tensor& embeds) const;

private:
    std::filesystem::path file_of(const std::string& key) const;
    void remove_oldest() const;

    std::filesystem::path folder_;
    std::size_t most_files_;
};

/// 32 hexadecimal digits for a text: names, not secrets.
std::string digest_of(const std::string& text);

}  // namespace chladni::ltx
