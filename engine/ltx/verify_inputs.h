#pragma once

#include "engine/ltx/model_source.h"
#include "engine/ltx/verify.h"
#include "engine/tensor/safetensors.h"

namespace chladni::ltx {

inline constexpr std::int64_t kAny = -1;        ///< any size but 0
inline constexpr std::int64_t kAnyOrNone = -2;  ///< any size

/// The tensors and settings that a component is verified with. Getters throw Error naming file and tensor or key.
class VerifyInputs {
public:
    explicit VerifyInputs(const VerifyJob& job);

    const ModelSource& model() const { return source_; }
    at::Device device() const { return device_; }
    at::ScalarType dtype() const { return dtype_; }

    /// compute(), as the job wants it run.
    template <typename Compute>
    NamedTensors run(const Compute& compute) const {
        NamedTensors results;
        job_.around([&] { results = compute(); });
        return results;
    }

    bool has(const std::string& name) const { return file_.has(name); }

    std::size_t dimensions(const std::string& name) const { return file_.entries().at(name).shape.size(); }

    /// On the device; floating point as float32, whole numbers as int64.
    at::Tensor tensor(const std::string& name, std::initializer_list<std::int64_t> shape) const;
    /// The same, or undefined where there is none.
    at::Tensor maybe(const std::string& name, std::initializer_list<std::int64_t> shape) const;
    [[noreturn]] void refuse(const std::string& name, const std::string& expected, const std::string& came) const;

    bool has_setting(const std::string& key) const { return settings_.count(key) > 0; }
    std::string text(const std::string& key, const std::string& fallback) const;
    double number(const std::string& key, double fallback, double min, double max) const;
    std::int64_t whole(const std::string& key, std::int64_t fallback, std::int64_t min, std::int64_t max) const;
    /// Separated by commas; none where there is no such setting.
    std::vector<double> numbers(const std::string& key, double min, double max) const;
    bool truth(const std::string& key, bool fallback) const;

private:
    const VerifyJob& job_;
    ModelSource source_;
    at::Device device_;
    at::ScalarType dtype_;
    SafetensorsFile file_;
    Metadata settings_;
};

}  // namespace chladni::ltx
