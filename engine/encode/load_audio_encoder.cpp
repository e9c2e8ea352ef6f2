#include "engine/encode/clap_encoder.h"
#include "engine/encode/spectrogram_encoder.h"
#include "engine/encode/wav2vec2_encoder.h"

namespace chladni {

std::unique_ptr<AudioEncoder> load_audio_encoder(const std::filesystem::path& folder, const EncoderPlace& place) {
    const c10::InferenceMode guard;
    AudioEncoderConfig config = load_audio_encoder_config(folder / "config.json");
    if (config.encoder_type == "clap") return ClapEncoder::load(config, folder, place);
    if (config.encoder_type == "wav2vec2") return Wav2Vec2Encoder::load(config, folder, place);
    return std::make_unique<SpectrogramEncoder>(std::move(config), folder, place);
}

}  // namespace chladni
