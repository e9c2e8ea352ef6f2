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

    /// `fresh`: output projections of zero, as before training.
    AudioAdapter load_adapter(const Transformer& base, const std::string& window_s, bool fresh) const {
        std::filesystem::create_directory(adapter());
        write_text(adapter() / "config.json", R"({"injection_mode": "cross_attention", "injection_layers": null, "window_s": )" +
                                                  window_s + R"(, "audio_hidden_dim": 7})");
        at::Generator random = at::make_generator<at::CPUGeneratorImpl>(3);
        NamedTensors weights;
        for (std::int64_t i = 0; i < kLayers; ++i) {
            const std::string name = "transformer_blocks." + std::to_string(i) + ".attn3.";
            for (const char* part : {"to_q", "to_k", "to_v", "to_out.0"}) {
                const bool sound = part == std::string("to_k") || part == std::string("to_v");
                const double size = fresh && part == std::string("to_out.0") ? 0.0 : 0.5;
                weights[name + part + ".weight"] = at::randn({kWidth, sound ? kAudio : kWidth}, random) * size;
                weights[name + part + ".bias"] = at::randn({kWidth}, random) * size;
            }
            for (const char* part : {"norm_q", "norm_k"}) weights[name + part + ".weight"] = at::ones({kWidth});
        }
        write_safetensors(adapter() / "audio_adapter.safetensors", weights);
        return AudioAdapter::load(adapter(), base.config(), base.device(), base.dtype());
    }

    NamedTensors golden;

private:
    TempFolder folder_;
};

}  // namespace chladni::ltx
