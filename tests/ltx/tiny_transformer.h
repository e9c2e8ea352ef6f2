#pragma once

#include <filesystem>
#include <fstream>

#include <ATen/CPUGeneratorImpl.h>

#include "engine/ltx/audio_listening.h"
#include "engine/ltx/transformer.h"
#include "engine/tensor/safetensors.h"
#include "tests/support/temp_folder.h"

namespace chladni::ltx {

inline std::filesystem::path golden_file() {
    return std::filesystem::path(CHLADNI_SOURCE_DIR) / "tests/ltx/golden/transformer.safetensors";
}

inline void write_text(const std::filesystem::path& path, const std::string& text) { std::ofstream(path) << text; }

/// The golden's weights as a model folder, and an audio adapter of random weights beside it.
class TinyModel {
public:
    static constexpr std::int64_t kWidth = 20, kAudio = 7, kLayers = 2;

    TinyModel() : golden(read_safetensors(golden_file())) {
        std::filesystem::create_directory(transformer());
        write_text(transformer() / "config.json",
                   R"({"in_channels": 6, "out_channels": 6, "num_attention_heads": 2, "attention_head_dim": 10,
                       "cross_attention_dim": 20, "num_layers": 2, "caption_channels": 10})");
        NamedTensors weights;
        for (const auto& [name, tensor] : golden)
            if (name.rfind("w.", 0) == 0) weights[name.substr(2)] = tensor;
        write_safetensors(transformer() / "diffusion_pytorch_model.safetensors", weights);
    }

    std::filesystem::path transformer() const { return folder_.path() / "transformer"; }
    std::filesystem::path adapter() const { return folder_.path() / "audio_adapter"; }
    at::Tensor in(const std::string& name) const { return golden.at("in." + name); }

    Transformer load(at::ScalarType dtype = at::kFloat) const { return Transformer::load(transformer(), at::kCPU, dtype); }

    /// `fresh`: what the sound adds is zero, as before training. `mode` as in injection_mode.
    AudioAdapter load_adapter(const Transformer& base, const std::string& window_s, bool fresh, const std::string& mode = "cross_attention") const {
        std::filesystem::create_directory(adapter());
        write_text(adapter() / "config.json", R"({"injection_mode": ")" + mode + R"(", "injection_layers": null, "window_s": )" + window_s +
                                                  R"(, "audio_hidden_dim": 7})");
        const AudioAdapterConfig config = load_audio_adapter_config(adapter() / "config.json", base.config());
        at::Generator random = at::make_generator<at::CPUGeneratorImpl>(3);
        NamedTensors weights;
        for (const auto& [name, shape] : AudioAdapter::shapes(config, base.config())) {
            const bool norm = name.find("norm_") != std::string::npos, last = is_last(name);
            weights[name] = norm ? at::ones(shape) : at::randn(shape, random) * (fresh && last ? 0.0 : 0.5);
        }
        write_safetensors(adapter() / "audio_adapter.safetensors", weights);
        return AudioAdapter::load(adapter(), base.config(), base.device(), base.dtype());
    }

    NamedTensors golden;

private:
    // What stands last before the stream.
    static bool is_last(const std::string& name) {
        const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
        return has("to_out") || has("audio_add.proj") || has("audio_gate.proj") || has("audio_concat.gain") || has("audio_adaln.proj");
    }

    TempFolder folder_;
};

}  // namespace chladni::ltx
