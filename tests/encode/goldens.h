#pragma once

#include <filesystem>
#include <string>

#include "engine/base/atomic_file.h"
#include "engine/tensor/safetensors.h"

namespace chladni {

/// Where what transformers said of small random models lies; not in every checkout.
inline std::filesystem::path golden_path(const std::string& name) {
    return std::filesystem::path(CHLADNI_SOURCE_DIR) / ".." / "shared" / "data" / "parity" / (name + ".safetensors");
}

/// Skips the test where they are not there.
#define CHLADNI_NEEDS_GOLDEN(name) \
    if (!std::filesystem::exists(golden_path(name))) GTEST_SKIP() << "expected golden values at " << golden_path(name) << ", found none"

/// The golden's weights as transformers would have saved them.
inline void write_golden_model(const NamedTensors& golden, const std::filesystem::path& folder, const std::string& config, const std::string& preprocessor) {
    NamedTensors weights;
    for (const auto& [name, tensor] : golden)
        if (name.starts_with("w.")) weights[name.substr(2)] = tensor;
    write_safetensors(folder / "model.safetensors", weights, {{"format", "pt"}});
    write_file_atomically(folder / "config.json", config);
    write_file_atomically(folder / "preprocessor_config.json", preprocessor);
}

/// The sound that the goldens were made from: partials of a tone of 220 Hz and a click every half a second. [1, S].
inline at::Tensor golden_sound(double seconds, int rate) {
    constexpr double kTurn = 6.283185307179586;
    const at::Tensor t = at::arange(static_cast<std::int64_t>(seconds * rate), at::kDouble) / rate;  // [S]
    const auto tone = [&](double gain, double hz, double phase) { return (t * (kTurn * hz) + phase).sin() * gain; };
    const at::Tensor click = (at::fmod(t, 0.5) / -0.02).exp() * (t * (kTurn * 3000)).sin() * 0.4;    // [S]
    return (tone(0.31, 220, 0) + tone(0.17, 440, 0.2) + tone(0.07, 880, 0.7) + click).to(at::kFloat).unsqueeze(0);
}

inline double distance(const at::Tensor& a, const at::Tensor& b) { return (a - b).abs().max().item<double>(); }

}  // namespace chladni
