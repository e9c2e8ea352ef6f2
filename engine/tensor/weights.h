#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/tensor/memory.h"
#include "engine/tensor/safetensors.h"

namespace chladni {

/// Names and shapes of the tensors of a part.
using TensorShapes = std::map<std::string, std::vector<std::int64_t>>;

/// The named tensors of one part of a model, taken out one by one. What is missing, has another shape or was never asked
/// for is collected and told at once by finish(). One thread.
class Weights {
public:
    /// `folder` holds one *.safetensors, or the shards that its *.safetensors.index.json lists. Throws Error.
    static Weights open(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype);

    /// Of no folder: everything is there, on the meta device, and what is taken is noted. See shapes_of().
    static Weights noting() { return Weights({}, at::kMeta, at::kFloat, true); }

    bool has(const std::string& name) const { return noting_ || where_.count(name) > 0; }
    std::vector<std::string> names() const;
    std::vector<std::int64_t> shape(const std::string& name) const;  ///< empty where there is no such tensor

    /// A copy on the device; floating point becomes `dtype`, whole numbers stay. Where it is missing or misshapen: zeros
    /// of that shape on the meta device, and finish() will throw.
    at::Tensor take(const std::string& name, at::IntArrayRef shape);

    /// The same, kept in float32 whatever the dtype.
    at::Tensor take_float(const std::string& name, at::IntArrayRef shape);

    /// Known, and not needed.
    void ignore(const std::string& name) { taken_.insert(name); }

    /// Throws Error where anything was missing or misshapen, or stands in the files and was not taken.
    void finish() const;

    at::Device device() const { return device_; }
    at::ScalarType dtype() const { return dtype_; }
    const std::filesystem::path& folder() const { return folder_; }
    const TensorShapes& noted() const { return noted_; }
    std::uint64_t bytes() const { return bytes_; }  ///< of all that was taken, in the dtypes it was taken in

private:
    Weights(std::filesystem::path folder, at::Device device, at::ScalarType dtype, bool noting = false)
        : folder_(std::move(folder)), device_(device), dtype_(dtype), noting_(noting) {}
    void add_file(const std::filesystem::path& file);
    void add_shards(const std::filesystem::path& index);
    at::Tensor take_as(const std::string& name, at::IntArrayRef shape, at::ScalarType dtype);
    void complain(std::vector<std::string>& list, std::string what);

    std::filesystem::path folder_;
    at::Device device_;
    at::ScalarType dtype_;
    bool noting_ = false;
    TensorShapes noted_;
    std::vector<SafetensorsFile> files_;
    std::map<std::string, std::size_t> where_;  // name -> file
    std::set<std::string> taken_;
    std::uint64_t bytes_ = 0;
    std::vector<std::string> missing_, misshapen_;
};

/// Builds a part from its folder: build(Weights&) runs twice, first on the meta device, where it costs no memory, so that
/// a folder that does not fit its configuration, or the memory that there is, is refused before a single weight is read.
template <typename Build>
auto build_from_weights(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype, Build build) {
    Weights checked = Weights::open(folder, at::kMeta, dtype);
    build(checked);
    checked.finish();
    require_room(checked.bytes(), available_bytes(device), folder.string());
    Weights weights = Weights::open(folder, device, dtype);
    return build(weights);
}

/// What a part built by build(Weights&) takes from its files: the part itself is the list of its tensors.
template <typename Build>
TensorShapes shapes_of(Build build) {
    Weights weights = Weights::noting();
    build(weights);
    return weights.noted();
}

}  // namespace chladni
