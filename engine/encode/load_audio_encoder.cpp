#include "engine/base/check.h"
#include "engine/encode/spectrogram_encoder.h"

namespace chladni {

std::unique_ptr<AudioEncoder> load_audio_encoder(const std::filesystem::path& folder) {
    AudioEncoderConfig config = load_audio_encoder_config(folder / "config.json");
    require(config.encoder_type == "spectrogram", "expected encoder_type 'spectrogram' in '" + (folder / "config.json").string() +
                                                      "', got '" + config.encoder_type + "', which comes with a later version");
    return std::make_unique<SpectrogramEncoder>(std::move(config), folder);
}

}  // namespace chladni
