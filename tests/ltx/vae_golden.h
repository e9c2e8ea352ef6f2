#pragma once

#include <ATen/CPUGeneratorImpl.h>

#include <string>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/video_vae.h"
#include "tests/ltx/hashed_weights.h"
#include "tests/support/temp_folder.h"

namespace chladni::ltx {

/// A golden, and the folder of a VAE with its weights.
struct VaeGolden {
    explicit VaeGolden(const std::string& version) {
        const std::filesystem::path source = CHLADNI_SOURCE_DIR;
        Metadata metadata;
        tensors = read_safetensors(source / "tests/ltx/golden" / ("vae_" + version + ".safetensors"), &metadata);
        config = Json::parse(metadata.at("config"));
        weights = hashed_weights(Json::parse(metadata.at("shapes")), "per_channel_scale");
    }
    void write_folder(const std::filesystem::path& folder) const {
        std::filesystem::create_directories(folder);
        write_file_atomically(folder / "config.json", config.dump());
        write_safetensors(folder / "diffusion_pytorch_model.safetensors", weights);
    }
    VideoVae load(at::ScalarType dtype = at::kFloat) const {
        const TempFolder folder;
        write_folder(folder.path());
        return VideoVae::load(folder.path(), at::kCPU, dtype);
    }
    std::string refusal() const {
        try {
            load();
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }

    /// Every tensor whose name contains `part`.
    void fill(const std::string& part, double value) {
        for (auto& [name, tensor] : weights)
            if (name.find(part) != std::string::npos) tensor.fill_(value);
    }

    NamedTensors tensors, weights;
    Json config;
};

/// Normal latents [B, 6, F, H, W], the same for the same shape.
inline at::Tensor some_latents(std::int64_t batch, std::int64_t frames, std::int64_t height, std::int64_t width) {
    const at::Generator source = at::make_generator<at::CPUGeneratorImpl>(5);
    return at::randn({batch, 6, frames, height, width}, source, at::TensorOptions().dtype(at::kFloat));
}

}  // namespace chladni::ltx
