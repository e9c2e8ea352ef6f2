#include "engine/tensor/weights.h"

#include <algorithm>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/tensor/dtypes.h"
#include "engine/tensor/fp8_linear.h"
#include "engine/tensor/packed_weight.h"

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

constexpr const char* kScaleWords[] = {"weight_scale", "scale_weight"};  // ComfyUI has both

bool is_fp8(at::ScalarType dtype) { return dtype == at::kFloat8_e4m3fn; }

// "a.b.weight" -> "a.b.word".
std::string beside(const std::string& name, const char* word) { return name.substr(0, name.rfind('.') + 1) + word; }

// A tensor of that shape that holds nothing.
at::Tensor nothing(at::IntArrayRef shape, at::ScalarType dtype) { return at::empty(shape, at::TensorOptions().dtype(dtype).device(at::kMeta)); }

bool is_plain_name(const std::string& name) { return !name.empty() && fs::path(name).filename() == name && name != ".."; }

}  // namespace

Weights Weights::open(const WeightFiles& files, at::Device device, at::ScalarType dtype) {
    std::error_code error;
    Weights weights(files, device, dtype);
    if (fs::is_regular_file(files.place, error)) weights.add_file(files.place);
    else weights.add_folder();
    return weights;
}

Weights Weights::holding(const NamedTensors& tensors) {
    require(!tensors.empty(), "expected tensors to build a network of, got none");
    const at::Tensor& first = tensors.begin()->second;
    Weights weights({"memory"}, first.device(), first.scalar_type());
    weights.held_ = &tensors;
    return weights;
}

void Weights::add_folder() {
    const fs::path& folder = files_of_.place;
    std::error_code error;
    require(fs::is_directory(folder, error), "expected a folder with weights at '" + folder.string() + "', found none");
    const std::vector<fs::path> indices = files_ending(folder, ".safetensors.index.json");
    const std::vector<fs::path> files = files_ending(folder, ".safetensors");
    if (indices.size() == 1) {
        add_shards(indices.front());
        return;
    }
    require(files.size() == 1, "expected one *.safetensors, or one *.safetensors.index.json that lists shards, in '" +
                                   folder.string() + "', found " + std::to_string(files.size()));
    add_file(files.front());
}

void Weights::add_file(const fs::path& file) {
    const SafetensorsFile& added = files_.emplace_back(file);
    for (const auto& [stored, entry] : added.entries()) {
        const std::optional<std::string> name = files_of_.rename ? files_of_.rename(stored) : stored;
        if (!name) continue;
        const bool fresh = where_.emplace(*name, Place{files_.size() - 1, stored}).second;
        require(fresh, "expected tensor '" + *name + "' once in '" + folder().string() + "', found it again in '" + file.string() + "'");
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
    for (const std::string& shard : shards) add_file(folder() / shard);
    const auto in_shard = [&](const std::string& name, const std::string& file) {
        return std::any_of(files_.begin(), files_.end(), [&](const SafetensorsFile& f) { return f.path().filename() == file && f.has(name); });
    };
    for (const auto& [name, file] : json["weight_map"].items()) {
        require(in_shard(name, file.get<std::string>()), "expected tensor '" + name + "' in shard '" + (folder() / file.get<std::string>()).string() + "' as '" +
                           index.string() + "' says, found none");
    }
}

std::vector<std::string> Weights::names() const {
    std::vector<std::string> names;
    for (const auto& [name, file] : where_) names.push_back(name);
    if (held_)
        for (const auto& [name, tensor] : *held_) names.push_back(name);
    return names;
}

std::vector<std::int64_t> Weights::shape(const std::string& name) const {
    if (held_) return held_->count(name) ? held_->at(name).sizes().vec() : std::vector<std::int64_t>{};
    const TensorEntry* entry = entry_of(name);
    return entry ? entry->shape : std::vector<std::int64_t>{};
}

at::Tensor Weights::take(const std::string& name, at::IntArrayRef shape) { return take_as(name, shape, dtype_); }

at::Tensor Weights::take_float(const std::string& name, at::IntArrayRef shape) { return take_as(name, shape, at::kFloat); }

NamedTensors Weights::stored() const {
    NamedTensors tensors;
    for (const auto& [name, place] : where_) tensors[name] = files_[place.file].tensor(place.stored);
    return tensors;
}

at::Tensor Weights::take_float_or(const std::string& name, at::IntArrayRef shape, double value) {
    if (has(name)) return take_float(name, shape);
    return at::full(shape, value, at::TensorOptions().dtype(at::kFloat).device(device_));
}

at::Tensor Weights::take_packed(const std::string& name, at::IntArrayRef shape) {
    if (!accepts(name, shape, dtype_)) return nothing(shape, dtype_);
    return packed_weight(as_it_lies(name));
}

at::Tensor Weights::take_packed_conv3d(const std::string& name, at::IntArrayRef shape, const Conv3dShape& steps) {
    if (!accepts(name, shape, dtype_)) return nothing(shape, dtype_);
    return packed_conv3d_weight(as_it_lies(name), steps);
}

// On the file's own memory where it has the right dtype: it is read once, by what lays it out anew.
at::Tensor Weights::as_it_lies(const std::string& name) const {
    const Place& place = where_.at(name);
    return entry_of(name)->dtype == dtype_ ? files_[place.file].tensor(place.stored) : read(name, dtype_);
}

std::pair<at::Tensor, at::Tensor> Weights::take_fp8(const std::string& name, at::IntArrayRef shape) {
    if (!accepts(name, shape, at::kFloat8_e4m3fn) || device_.is_meta()) return {nothing(shape, at::kFloat8_e4m3fn), {}};
    const Place& place = where_.at(name);
    const at::Tensor scale = is_fp8(entry_of(name)->dtype) ? scale_of(name) : at::Tensor();
    const bool as_it_lies = is_fp8(entry_of(name)->dtype) && (!scale.defined() || scale.dim() == 0);
    if (as_it_lies) {
        const at::Tensor one = scale.defined() ? scale.to(device_) : at::ones({}, at::TensorOptions().dtype(at::kFloat).device(device_));
        return {files_[place.file].tensor(place.stored).to(device_, at::kFloat8_e4m3fn, false, /*copy=*/true), one};
    }
    const Fp8Weight made = Fp8Weight::of(read(name, at::kFloat));
    return {made.values, made.scale};
}

bool Weights::wants_fp8(const std::string& name) const {
    const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
    return files_of_.fp8 && name.starts_with("transformer_blocks.") && (has(".attn1.") || has(".attn2.") || has(".ff."));
}

bool Weights::is_zero(const std::string& name) const {
    const auto found = where_.find(name);
    if (found == where_.end() || device_.is_meta()) return false;
    return !files_[found->second.file].tensor(found->second.stored).any().item<bool>();
}

at::Tensor Weights::take_as(const std::string& name, at::IntArrayRef shape, at::ScalarType dtype) {
    if (held_) return held(name, shape);
    const bool fits = accepts(name, shape, dtype);
    const at::ScalarType kind = !fits || c10::isFloatingType(entry_of(name)->dtype) ? dtype : entry_of(name)->dtype;
    if (!fits || device_.is_meta()) return nothing(shape, kind);
    return read(name, kind);
}

at::Tensor Weights::held(const std::string& name, at::IntArrayRef shape) {
    const auto found = held_->find(name);
    if (found == held_->end()) complain(missing_, name);
    else if (found->second.sizes() != shape) complain(misshapen_, name + " (expected " + text_of(shape) + ", got " + text_of(found->second.sizes()) + ")");
    else {
        taken_.insert(name);
        return found->second;
    }
    return nothing(shape, dtype_);
}

// Notes that `name` was taken, and what is wrong with it.
bool Weights::accepts(const std::string& name, at::IntArrayRef shape, at::ScalarType dtype) {
    if (noting_) {
        noted_[name] = shape.vec();
        return false;
    }
    const TensorEntry* entry = entry_of(name);
    if (!entry) {
        complain(missing_, name);
        return false;
    }
    taken_.insert(name);
    if (is_fp8(entry->dtype)) ignore_scales(name);
    if (at::IntArrayRef(entry->shape) != shape) {
        complain(misshapen_, name + " (expected " + text_of(shape) + ", got " + text_of(entry->shape) + ")");
        return false;
    }
    bytes_ += static_cast<std::uint64_t>(c10::multiply_integers(shape)) * c10::elementSize(c10::isFloatingType(entry->dtype) ? dtype : entry->dtype);
    return true;
}

const TensorEntry* Weights::entry_of(const std::string& name) const {
    const auto found = where_.find(name);
    return found == where_.end() ? nullptr : &files_[found->second.file].entries().at(found->second.stored);
}

at::Tensor Weights::read(const std::string& name, at::ScalarType dtype) const {
    const Place& place = where_.at(name);
    const at::Tensor stored = files_[place.file].tensor(place.stored);
    const at::Tensor scale = is_fp8(stored.scalar_type()) ? scale_of(name) : at::Tensor();
    if (!scale.defined()) return stored.to(device_, dtype, /*non_blocking=*/false, /*copy=*/true);
    return (stored.to(device_).to(at::kFloat) * scale.to(device_)).to(dtype);
}

// Of one number, or one per row.
at::Tensor Weights::scale_of(const std::string& name) const {
    for (const char* word : kScaleWords) {
        const auto found = where_.find(beside(name, word));
        if (found == where_.end()) continue;
        const at::Tensor scale = files_[found->second.file].tensor(found->second.stored).to(at::kFloat);  // [], [1], [out] or [out, 1]
        const std::vector<std::int64_t> sizes = shape(name);
        const bool fits = scale.numel() == 1 || (!sizes.empty() && scale.size(0) == sizes.front());
        require(fits && scale.numel() == (scale.dim() ? scale.size(0) : 1), "expected one scale, or one per row, as '" + beside(name, word) +
                                                                               "' in '" + folder().string() + "', got " + text_of(scale.sizes()));
        return scale.numel() == 1 ? scale.reshape({}) : scale.reshape({-1, 1});
    }
    return {};
}

void Weights::ignore_scales(const std::string& name) {
    for (const char* word : kScaleWords) ignore(beside(name, word));
    for (const char* word : {"input_scale", "scale_input"}) ignore(beside(name, word));  // for hardware that multiplies in fp8
    ignore("scaled_fp8");                                                                // a mark that says so
}

std::shared_ptr<Branches> Weights::branch_point(const std::string& name, std::int64_t in, std::int64_t out) {
    const auto place = std::make_shared<Branches>();
    branch_points_[name] = {place, in, out};
    return place;
}

void Weights::complain(std::vector<std::string>& list, std::string what) {
    list.push_back(std::move(what));
    if (list.size() >= kHopeless) finish();
}

void Weights::finish() const {
    std::vector<std::string> unknown;
    for (const std::string& name : names())
        if (!taken_.count(name)) unknown.push_back(name);
    std::string wrong;
    tell(wrong, missing_, "missing");
    tell(wrong, misshapen_, "of another shape");
    tell(wrong, unknown, "unknown");
    require(wrong.empty(), "expected the weights in '" + folder().string() + "' to fit its configuration, found tensors that do not: " + wrong);
}

}  // namespace chladni
