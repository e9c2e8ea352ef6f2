#include "engine/train/vae_folder.h"

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/synth_geometry.h"
#include "engine/tensor/device.h"

namespace chladni::train {

namespace fs = std::filesystem;

OrderedJson vae_geometry(std::int64_t decoder_width) {
    OrderedJson json = ltx::synth_geometry("nano").configs.at("vae/config.json");
    json["decoder_block_out_channels"] = {decoder_width, 2 * decoder_width};
    return json;
}

ltx::VaeConfig vae_config_of(const OrderedJson& json) { return ltx::load_vae_config(ConfigJson(Json::parse(json.dump()), "vae/config.json")); }

NamedTensors cast_weights(const NamedTensors& weights, at::ScalarType dtype) {
    NamedTensors cast;
    for (const auto& [name, tensor] : weights) cast[name] = name.starts_with("latents_") ? tensor : tensor.to(dtype);
    return cast;
}

at::ScalarType quick_dtype() { return dtype_from("auto", at::kCPU); }

void write_vae(const fs::path& folder, const OrderedJson& json, const NamedTensors& weights) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    require(!failed, "expected to make the folder '" + folder.string() + "', got: " + failed.message());
    write_safetensors(folder / "diffusion_pytorch_model.safetensors", cast_weights(weights, at::kBFloat16), {{"format", "pt"}});
    write_file_atomically(folder / "config.json", json.dump(2) + "\n");
}

}  // namespace chladni::train
