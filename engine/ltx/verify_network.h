#pragma once

#include <optional>

#include "engine/ltx/audio_listening.h"
#include "engine/ltx/lora.h"
#include "engine/ltx/verify_inputs.h"

namespace chladni::ltx {

/// The transformer of a verified model, with the adapter and the LoRA that its settings name.
struct VerifiedNetwork {
    explicit VerifiedNetwork(const VerifyInputs& in);

    Transformer transformer;
    std::optional<AudioAdapter> adapter;  ///< where the inputs have a sound and the model can hear it
    double temporal_ratio;                ///< frames of a latent
};

/// The sound among the inputs, for `rows` films; undefined tokens: none.
AudioInput verified_audio(const VerifyInputs& in, const VerifiedNetwork& network, std::int64_t rows);

/// `audio_scale`: a tensor [N] or [B, N], or a setting. [1 or B, 1 or N].
at::Tensor verified_audio_scale(const VerifyInputs& in, std::int64_t rows, std::int64_t tokens);

/// `audio_layers` (numbers) and `audio_modes`.
AudioChoice verified_audio_choice(const VerifyInputs& in, const VerifiedNetwork& network);

/// A mask [B, T] of 0 and 1, or undefined.
at::Tensor verified_mask(const VerifyInputs& in, const std::string& name, std::int64_t rows, std::int64_t columns);

}  // namespace chladni::ltx
