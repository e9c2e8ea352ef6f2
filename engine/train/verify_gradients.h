#pragma once

#include "engine/ltx/verify.h"

namespace chladni {

/// Component "train.gradients": the loss of one batch and its gradients by every weight of the transformer and, where the inputs have a
/// sound, of the audio adapter. Inputs: `latents` and `noise` [B, C, F, H, W], `levels` [B] in 0..1, `encoder_hidden_states` [B, T,
/// caption], optional `encoder_attention_mask` [B, T], `audio_hidden_states` [B, A, audio], `audio_times` [A]; settings
/// `conditioning_latents` (0), `frame_rate` (24). Outputs: `loss` [], `transformer/NAME`, `audio_adapter/NAME`. Throws Error.
void verify_gradients(const ltx::VerifyJob& job);

}  // namespace chladni
