#pragma once

#include <cstdint>

#include "engine/base/config_json.h"

namespace chladni::ltx {

/// What a latent upsampler is made of: config.json of diffusers' class LTXLatentUpsamplerModel, or the `config` in the
/// metadata of Lightricks' file; the keys are the same.
struct UpsamplerConfig {
    std::int64_t in_channels = 128, mid_channels = 512;
    std::int64_t blocks = 4;  ///< residual blocks before the doubling, and as many after it
    bool sees_time = true;    ///< kernels and norms reach over frames (dims 3); else each frame stands alone (dims 2)
    bool space = true, time = false;  ///< what is doubled
};

/// Throws Error: what is out of range or doubles nothing.
UpsamplerConfig load_upsampler_config(const ConfigJson& json);

}  // namespace chladni::ltx
