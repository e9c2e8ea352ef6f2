#pragma once

#include "engine/ltx/verify_inputs.h"

namespace chladni::ltx {

/// From given noise and embeddings to latents and frames, as the published pipelines do it (contract: section 7, and
/// docs/models.md for the settings beyond it).
NamedTensors verify_pipeline(const VerifyInputs& in);

/// The noise levels that the settings ask for.
std::vector<double> verified_sigmas(const VerifyInputs& in, std::int64_t tokens);

}  // namespace chladni::ltx
