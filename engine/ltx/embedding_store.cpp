#include "engine/ltx/embedding_store.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "engine/base/user_folders.h"
#include "engine/tensor/safetensors.h"

namespace chladni::ltx {

namespace fs = std::filesystem;

namespace {

// FNV-1a (Fowler, Noll, Vo), started anew for each half.
std::uint64_t store_hash(const std::string& text, std::uint64_t hash) {
    for (const char byte : text) hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3;
    return hash;
}

bool is_sound(const at::Tensor& embeds, std::int64_t most_tokens, std::int64_t width) {
    return embeds.dim() == 3 && embeds.size(0) == 1 && embeds.size(1) >= 1 && embeds.size(1) <= most_tokens &&
           embeds.size(2) == width && embeds.is_floating_point() &&
           at::isfinite(embeds.to(at::kFloat)).all().item<bool>();
}

std::vector<std::pair<fs::file_time_type, fs::path>> entries_of(const fs::path& folder) {
    std::vector<std::pair<fs::file_time_type, fs::path>> entries;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (entry.path().extension() == ".safetensors")
            entries.emplace_back(entry.last_write_time(ignored), entry.path());
    return entries;
}

}  // namespace

std::string digest_of(const std::string& text) {
    char digits[33];
    std::snprintf(digits, sizeof digits, "%016llx%016llx",
                  static_cast<unsigned long long>(store_hash(text, 0xcbf29ce484222325)),
                  static_cast<unsigned long long>(store_hash(text, 0x9e3779b97f4a7c15)));
    return digits;
}

fs::path EmbeddingStore::usual_folder() {
    const fs::path cache = user_cache_folder();
    return cache.empty() ? cache : cache / "prompts";
}

fs::path EmbeddingStore::file_of(const std::string& key) const { return folder_ / (digest_of(key) + ".safetensors"); }

at::Tensor EmbeddingStore::find(const std::string& key, std::int64_t most_tokens, std::int64_t width) const {
    std::error_code ignored;
    if (folder_.empty() || !fs::exists(file_of(key), ignored)) return {};
    try {
        const SafetensorsFile file(file_of(key));
        if (file.metadata().at("key") != key) return {};
        const at::Tensor embeds = file.tensor("embeds").clone();  // [1, T, d]
        if (!is_sound(embeds, most_tokens, width)) return {};
        fs::last_write_time(file_of(key), fs::file_time_type::clock::now(), ignored);  // used: young again
        return embeds;
    } catch (const std::exception&) {
        return {};
    }
}

void EmbeddingStore::keep(const std::string& key, const at::Tensor& embeds) const {
    if (folder_.empty()) return;
    try {
        fs::create_directories(folder_);
        write_safetensors(file_of(key), {{"embeds", embeds}}, {{"key", key}});
        remove_oldest();
    } catch (const std::exception&) {
        // A full disk, a folder of somebody else's: the prompt is encoded again next time.
    }
}

void EmbeddingStore::remove_oldest() const {
    auto entries = entries_of(folder_);
    if (entries.size() <= most_files_) return;
    std::sort(entries.begin(), entries.end());
    std::error_code ignored;
    for (std::size_t i = 0; i + most_files_ < entries.size(); ++i) fs::remove(entries[i].second, ignored);
}

}  // namespace chladni::ltx
