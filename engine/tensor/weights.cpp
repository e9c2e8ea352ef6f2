#include "engine/tensor/weights.h"

#include <algorithm>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/tensor/dtypes.h"

namespace chladni {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kShown = 12;          // names of each kind in the sentence
constexpr std::size_t kHopeless = 1u << 16;  // a configuration may claim any number of layers

std::vector<fs::path> files_ending(const fs::path& folder, std::string_view ending) {
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(ending) && name.front() != '.') found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

// "2 are missing (a, b)"; nothing for an empty list.
void tell(std::string& text, const std::vector<std::string>& names, const std::string& what) {
    if (names.empty()) return;
    text += (text.empty() ? "" : "; ") + std::to_string(names.size()) + " " + what + ": ";
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) text += (i ? ", " : "") + names[i];
    if (names.size() > kShown) text += " and " + std::to_string(names.size() - kShown) + " more";
}

bool is_plain_name(const std::string& name) { return !name.empty() && fs::path(name).filename() == name && name != ".."; }

}  // namespace

Weights Weights::open(const fs::path& folder, at::Device device, at::ScalarType dtype) {
    std::error_code error;
    require(fs::is_directory(folder, error), "expected a folder with weights at '" + folder.string() + "', found none");
    Weights weights(folder, device, dtype);
    const std::vector<fs::path> indices = files_ending(folder, ".safetensors.index.json");
    const std::vector<fs::path> files = files_ending(folder, ".safetensors");
    if (indices.size() == 1) {
        weights.add_shards(indices.front());
        return weights;
    }
    require(files.size() == 1, "expected one *.safetensors, or one *.safetensors.index.json that lists shards, in '" +
                                   folder.string() + "', found " + std::to_string(files.size()));
    weights.add_file(files.front());
    return weights;
}

void Weights::add_file(const fs::path& file) {
    const SafetensorsFile& added = files_.emplace_back(file);
    for (const auto& [name, entry] : added.entries()) {
        const bool fresh = where_.emplace(name, files_.size() - 1).second;
        require(fresh, "expected tensor '" + name + "' once in '" + folder_.string() + "', found it again in '" + file.string() + "'");
    }
}

void Weights::add_shards(const fs::path& index) {
    const Json json = parse_shallow(read_text_file(index, 16u << 20));
    const bool listed = json.is_object() && json.contains("weight_map") && json["weight_map"].is_object();
    require(listed, "expected JSON with a 'weight_map' in '" + index.string() + "', got something else");
    std::set<std::string> shards;
    for (const auto& [name, file] : json["weight_map"].items()) {
        require(file.is_string() && is_plain_name(file.get<std::string>()),
                "expected a file name for tensor '" + name + "' in '" + index.string() + "', got " + file.dump());
        shards.insert(file.get<std::string>());
    }
    for (const std::string& shard : shards) add_file(folder_ / shard);
    for (const auto& [name, file] : json["weight_map"].items()) {
        const auto found = where_.find(name);
        const bool there = found != where_.end() && files_[found->second].path().filename() == file.get<std::string>();
        require(there, "expected tensor '" + name + "' in shard '" + (folder_ / file.get<std::string>()).string() + "' as '" +
                           index.string() + "' says, found none");
    }
}

std::vector<std::string> Weights::names() const {
    std::vector<std::string> names;
    for (const auto& [name, file] : where_) names.push_back(name);
    return names;
}

std::vector<std::int64_t> Weights::shape(const std::string& name) const {
    const auto found = where_.find(name);
    return found == where_.end() ? std::vector<std::int64_t>{} : files_[found->second].entries().at(name).shape;
}

at::Tensor Weights::take(const std::string& name, at::IntArrayRef shape) { return take_as(name, shape, dtype_); }

at::Tensor Weights::take_float(const std::string& name, at::IntArrayRef shape) { return take_as(name, shape, at::kFloat); }

at::Tensor Weights::take_as(const std::string& name, at::IntArrayRef shape, at::ScalarType dtype) {
    const auto nothing = [&] { return at::zeros(shape, at::TensorOptions().dtype(dtype).device(at::kMeta)); };
    if (noting_) {
        noted_[name] = shape.vec();
        return nothing();
    }
    const auto found = where_.find(name);
    if (found == where_.end()) {
        complain(missing_, name);
        return nothing();
    }
    taken_.insert(name);
    const SafetensorsFile& file = files_[found->second];
    const TensorEntry& entry = file.entries().at(name);
    if (at::IntArrayRef(entry.shape) != shape) {
        complain(misshapen_, name + " (expected " + text_of(shape) + ", got " + text_of(entry.shape) + ")");
        return nothing();
    }
    const at::ScalarType kind = c10::isFloatingType(entry.dtype) ? dtype : entry.dtype;
    bytes_ += static_cast<std::uint64_t>(c10::multiply_integers(shape)) * c10::elementSize(kind);
    if (device_.is_meta()) return at::zeros(shape, at::TensorOptions().dtype(kind).device(at::kMeta));
    return file.tensor(name).to(device_, kind, /*non_blocking=*/false, /*copy=*/true);
}

void Weights::complain(std::vector<std::string>& list, std::string what) {
    list.push_back(std::move(what));
    if (list.size() >= kHopeless) finish();
}

void Weights::finish() const {
    std::vector<std::string> unknown;
    for (const auto& [name, file] : where_)
        if (!taken_.count(name)) unknown.push_back(name);
    std::string wrong;
    tell(wrong, missing_, "missing");
    tell(wrong, misshapen_, "of another shape");
    tell(wrong, unknown, "unknown");
    require(wrong.empty(), "expected the weights in '" + folder_.string() + "' to fit its configuration, found tensors that do not: " + wrong);
}

}  // namespace chladni
