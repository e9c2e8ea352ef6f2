// Any text as each of a model's configurations: one that holds together, or one Error.
#include <cstdlib>
#include <cstring>

#include "engine/base/check.h"
#include "engine/ltx/audio_adapter.h"
#include "engine/ltx/scheduler.h"
#include "engine/ltx/t5_encoder.h"
#include "engine/ltx/transformer_config.h"
#include "engine/ltx/vae_config.h"

namespace {

using namespace chladni::ltx;
using chladni::ConfigJson;

void check(bool holds) {
    if (!holds) std::abort();
}

void read_transformer(const ConfigJson& json) {
    const TransformerConfig config = load_transformer_config(json);
    check(config.width() >= 12 && config.width() % 2 == 0 && config.norm_eps > 0 && config.rotary_theta > 1);
}

void read_vae(const ConfigJson& json) {
    const VaeConfig config = load_vae_config(json);
    check(config.spatial_ratio >= 1 && config.temporal_ratio >= 1 && config.patch >= 1 && config.latent_channels >= 1);
    for (const VaeUpBlock& block : config.up)
        check(block.in >= 1 && block.out >= 1 && block.layers >= 0 && block.factor >= 1);
    for (const VaeDownBlock& block : config.down) check(block.in >= 1 && block.out >= 1 && block.layers >= 0);
}

void read_scheduler(const ConfigJson& json) {
    const SchedulerConfig config = load_scheduler_config(json);
    check(config.shift > 0 && (!config.terminal || (*config.terminal >= 0 && *config.terminal < 1)));
}

void read_t5(const ConfigJson& json) {
    const T5Config config = load_t5_config(json);
    check(config.heads >= 1 && config.layers >= 1 && config.buckets % 4 == 0 &&
          config.max_distance > config.buckets / 4);
}

void read_adapter(const ConfigJson& json) {
    TransformerConfig transformer;
    transformer.layers = 28;
    const AudioAdapterConfig config = load_audio_adapter_config(json, transformer);
    for (const std::size_t layer : config.layers) check(layer < 28);
    check(config.audio_hidden_dim >= 1 && config.rotary_theta > 1 && config.rotary_span_s > 0);
}

void try_to(void (*read)(const ConfigJson&), const ConfigJson& json) {
    try {
        read(json);
    } catch (const chladni::Error& error) {
        check(std::strstr(error.what(), "expected"));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const ConfigJson json(chladni::parse_shallow({reinterpret_cast<const char*>(data), size}), "noise");
        for (const auto read : {read_transformer, read_vae, read_scheduler, read_t5, read_adapter}) try_to(read, json);
    } catch (const chladni::Error& error) {
        check(std::strstr(error.what(), "expected"));
    }
    return 0;
}
