#pragma once

#include "engine/base/check.h"
#include "engine/encode/audio_encoder.h"
#include "engine/tensor/device.h"

namespace chladni {

/// Where a network that an encoder's configuration names lies, and where it is to compute.
struct ModelPlace {
    /// `path` is what stands under `key` in `folder`/config.json. Throws Error: nothing does.
    ModelPlace(const std::filesystem::path& folder, const std::string& path, const std::string& key, const EncoderPlace& place)
        : model(folder / path), device(device_from(place.device)), dtype(dtype_from(place.dtype, device)) {
        require(!path.empty(), "expected a folder as '" + key + "' in '" + (folder / "config.json").string() + "', got nothing");
    }

    std::filesystem::path model;
    at::Device device;
    at::ScalarType dtype;
};

}  // namespace chladni
