#pragma once

#include "engine/ltx/scheduler.h"
#include "engine/ltx/transformer_config.h"
#include "engine/ltx/vae_config.h"

namespace chladni::ltx {

/// config.json of a part as diffusers writes it: what load_transformer_config and its siblings read.
OrderedJson diffusers_transformer_config(const TransformerConfig& config);
OrderedJson diffusers_vae_config(const VaeConfig& config);
OrderedJson diffusers_scheduler_config(const SchedulerConfig& config);

}  // namespace chladni::ltx
