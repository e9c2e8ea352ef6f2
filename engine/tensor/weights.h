#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/tensor/low_rank.h"
#include "engine/tensor/memory.h"
#include "engine/tensor/packed_weight.h"
#include "engine/tensor/safetensors.h"

namespace chladni {

/// Names and shapes of the tensors of a part.
using TensorShapes = std::map<std::string, std::vector<std::int64_t>>;

/// Where the weights of a part lie.
struct WeightFiles {
    /// What a stored tensor is called in the part; nothing: it belongs to another part.
    using Rename = std::function<std::optional<std::string>(const std::string& stored)>;

    /// A folder that holds one *.safetensors, or the shards that its *.safetensors.index.json lists; or one file.
    WeightFiles(std::filesystem::path where, Rename names = {})  // NOLINT(google-explicit-constructor): a folder is one
        : place(std::move(where)), rename(std::move(names)) {}

    std::filesystem::path place;
    Rename rename;  ///< empty: everything is the part's, by its own name
    bool fp8 = false;  ///< the matrices of the blocks are to be multiplied in fp8
};

/// What a part of a model is, and where its weights lie.
template <typename Config>
struct PartSource {
    Config config;
    WeightFiles files;
};

/// The named tensors of one part of a model, taken out one by one. What is missing, has another shape or was never asked
/// for is collected and told at once by finish(). One thread.
class Weights {
public:
    /// Throws Error: no weights there, or no whole safetensors file.
    static Weights open(const WeightFiles& files, at::Device device, at::ScalarType dtype);

    /// Of no folder: everything is there, on the meta device, and what is taken is noted. See shapes_of().
    static Weights noting() { return Weights({""}, at::kMeta, at::kFloat, true); }

    /// Of no folder: what is taken are these very tensors, all of one device and dtype, so that what is computed with them can be
    /// differentiated by them. They outlive it.
    static Weights holding(const NamedTensors& tensors);

    bool has(const std::string& name) const { return noting_ || (held_ ? held_->count(name) : where_.count(name)) > 0; }
    std::vector<std::string> names() const;
    std::vector<std::int64_t> shape(const std::string& name) const;  ///< empty where there is no such tensor

    /// A copy on the device; floating point becomes `dtype`, whole numbers stay. An fp8 weight is multiplied by the scale
    /// stored beside it (`weight_scale` or `scale_weight`; none: 1). Where it is missing or misshapen: zeros of that shape
    /// on the meta device, and finish() will throw.
    at::Tensor take(const std::string& name, at::IntArrayRef shape);

    /// The same for packed_linear() (see packed_weight.h): laid out straight from the file.
    at::Tensor take_packed(const std::string& name, at::IntArrayRef shape);
    at::Tensor take_packed_conv3d(const std::string& name, at::IntArrayRef shape, const Conv3dShape& steps);

    /// The same in fp8 with its scale []: as it is stored, or made of what is stored.
    std::pair<at::Tensor, at::Tensor> take_fp8(const std::string& name, at::IntArrayRef shape);

    /// Whether matrices are better taken packed.
    bool packs() const { return !held_ && packs_weights(device_, dtype_); }

    /// Whether the linear layer `name` is one of those that LTX-Video's fp8 files hold in fp8, and that is wanted.
    bool wants_fp8(const std::string& name) const;

    /// Whether a stored tensor holds nothing but zeros; false where there is none, or nothing is read.
    bool is_zero(const std::string& name) const;

    /// The same, kept in float32 whatever the dtype.
    at::Tensor take_float(const std::string& name, at::IntArrayRef shape);

    /// The same, or `value` throughout where there is none.
    at::Tensor take_float_or(const std::string& name, at::IntArrayRef shape, double value);

    /// All of the part's tensors as they lie in their files, on the files' own memory, by the part's names.
    NamedTensors stored() const;

    /// Known, and not needed.
    void ignore(const std::string& name) { taken_.insert(name); }

    /// Throws Error where anything was missing or misshapen, or stands in the files and was not taken.
    void finish() const;

    at::Device device() const { return device_; }
    at::ScalarType dtype() const { return dtype_; }
    const std::filesystem::path& folder() const { return files_of_.place; }
    const TensorShapes& noted() const { return noted_; }
    std::uint64_t bytes() const { return bytes_; }  ///< of all that was taken, in the dtypes it was taken in

    /// Where a low-rank branch can be put beside the linear layer `name`, once the part stands (see linear.h).
    std::shared_ptr<Branches> branch_point(const std::string& name, std::int64_t in, std::int64_t out);
    const BranchPoints& branch_points() const { return branch_points_; }

private:
    Weights(WeightFiles files, at::Device device, at::ScalarType dtype, bool noting = false)
        : files_of_(std::move(files)), device_(device), dtype_(dtype), noting_(noting) {}
    void add_folder();
    void add_file(const std::filesystem::path& file);
    void add_shards(const std::filesystem::path& index);
    at::Tensor take_as(const std::string& name, at::IntArrayRef shape, at::ScalarType dtype);
    const TensorEntry* entry_of(const std::string& name) const;  // null where there is none
    at::Tensor held(const std::string& name, at::IntArrayRef shape);
    bool accepts(const std::string& name, at::IntArrayRef shape, at::ScalarType dtype);
    at::Tensor read(const std::string& name, at::ScalarType dtype) const;
    at::Tensor as_it_lies(const std::string& name) const;
    at::Tensor scale_of(const std::string& name) const;
    void ignore_scales(const std::string& name);
    void complain(std::vector<std::string>& list, std::string what);

    struct Place {
        std::size_t file;
        std::string stored;
    };

    WeightFiles files_of_;
    at::Device device_;
    at::ScalarType dtype_;
    bool noting_ = false;
    const NamedTensors* held_ = nullptr;
    TensorShapes noted_;
    BranchPoints branch_points_;
    std::vector<SafetensorsFile> files_;
    std::map<std::string, Place> where_;
    std::set<std::string> taken_;
    std::uint64_t bytes_ = 0;
    std::vector<std::string> missing_, misshapen_;
};

/// Builds a part from its files: build(Weights&) runs twice, first on the meta device, where it costs no memory, so that
/// files that do not fit their configuration, or the memory that there is, are refused before a single weight is read.
template <typename Build>
auto build_from_weights(const WeightFiles& files, at::Device device, at::ScalarType dtype, Build build) {
    Weights checked = Weights::open(files, at::kMeta, dtype);
    build(checked);
    checked.finish();
    require_room(checked.bytes(), available_bytes(device), files.place.string());
    Weights weights = Weights::open(files, device, dtype);
    return build(weights);
}

/// Builds a part of tensors that lie in memory; see Weights::holding().
template <typename Build>
auto build_from_tensors(const NamedTensors& tensors, Build build) {
    Weights weights = Weights::holding(tensors);
    auto part = build(weights);
    weights.finish();
    return part;
}

/// What a part built by build(Weights&) takes from its files: the part itself is the list of its tensors.
template <typename Build>
TensorShapes shapes_of(Build build) {
    Weights weights = Weights::noting();
    build(weights);
    return weights.noted();
}

}  // namespace chladni
