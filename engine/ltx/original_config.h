#pragma once

#include "engine/ltx/scheduler.h"
#include "engine/ltx/transformer_config.h"
#include "engine/tensor/safetensors_header.h"

namespace chladni::ltx {

/// "transformer" in the metadata of a Lightricks single file. Throws Error.
TransformerConfig original_transformer_config(const ConfigJson& json);
OrderedJson original_transformer_config(const TransformerConfig& config, bool causal_positions);

/// What diffusers' scheduler is told for these models, with the file's own end of the shifted list.
SchedulerConfig original_scheduler_config(const ConfigJson& json);

/// The sampler that "scheduler" in the metadata asks for, as a kind of make_sigmas().
std::string original_sampler(const ConfigJson& json);

/// The configuration that a file without one must have, told by the names and shapes of its tensors (reference: section
/// 2.5): {transformer, vae, scheduler}. Throws Error where it is none of the published ones.
Json guessed_original_config(const std::map<std::string, TensorEntry>& tensors, const std::filesystem::path& file);

}  // namespace chladni::ltx
