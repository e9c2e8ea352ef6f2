#include "engine/ltx/upsampler_config.h"

namespace chladni::ltx {

namespace {

constexpr std::int64_t kMostUpsamplerChannels = 1 << 14;

}  // namespace

UpsamplerConfig load_upsampler_config(const ConfigJson& json) {
    UpsamplerConfig config;
    config.in_channels = json.whole("in_channels", 1, kMostUpsamplerChannels, config.in_channels);
    config.mid_channels = json.whole("mid_channels", 32, kMostUpsamplerChannels, config.mid_channels);
    config.blocks = json.whole("num_blocks_per_stage", 0, 256, config.blocks);
    config.sees_time = json.whole("dims", 2, 3, 3) == 3;
    config.space = json.truth("spatial_upsample", config.space);
    config.time = json.truth("temporal_upsample", config.time);
    if (config.mid_channels % 32) json.refuse("mid_channels", "a multiple of 32");
    if (!config.space && !config.time) json.refuse("spatial_upsample", "true where temporal_upsample is not");
    if (config.time && !config.sees_time) json.refuse("dims", "3 where temporal_upsample is true");
    return config;
}

}  // namespace chladni::ltx
