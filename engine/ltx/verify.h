#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace chladni::ltx {

/// One component run on given tensors (contract: section 7).
struct VerifyJob {
    std::filesystem::path model;      ///< a model folder; only the parts that the component needs have to be there
    std::string component;            ///< transformer, vae.decode, vae.encode, text, scheduler, pipeline, upsample
    std::filesystem::path inputs, outputs;
    std::string dtype = "float32";    ///< float32 or bfloat16 (float16 too)
    std::string device = "auto";      ///< here auto is the CPU
    std::map<std::string, std::string> settings;  ///< win over the metadata of `inputs`
    /// Called around the computing, when all is loaded, with what computes; may call it several times, to time it.
    std::function<void(const std::function<void()>& compute)> around = [](const std::function<void()>& compute) { compute(); };
};

/// Whether verify_component knows it.
bool is_verifiable(const std::string& component);

/// Writes job.outputs (unless that is empty), whole or not at all. Throws UsageError for an unknown component, dtype or device, Error for all else.
void verify_component(const VerifyJob& job);

}  // namespace chladni::ltx
