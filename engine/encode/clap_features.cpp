#include "engine/encode/clap_features.h"

#include <algorithm>
#include <array>

#include "engine/base/config_json.h"

namespace chladni {

namespace {

constexpr double kFloor = 1e-10;            // power, -100 dB
constexpr std::int64_t kMelsAtOnce = 2048;  // windows, so that a long file needs little memory

// The first, middle and last third of the places where a chunk may begin, the longer thirds first; one that is empty
// stands for the beginning.
std::array<std::int64_t, 3> middles_of_thirds(std::int64_t places) {
    std::array<std::int64_t, 3> middles{};
    std::int64_t first = 0;
    for (std::int64_t third = 0; third < 3; ++third) {
        const std::int64_t size = places / 3 + (third < places % 3 ? 1 : 0);
        middles[static_cast<std::size_t>(third)] = size > 0 ? first + size / 2 : 0;
        first += size;
    }
    return middles;
}

ClapFeaturesConfig::Padding padding_of(const ConfigJson& json) {
    const std::string word = json.text("padding", "repeatpad");
    if (word == "repeatpad") return ClapFeaturesConfig::Padding::kRepeatPad;
    if (word == "repeat") return ClapFeaturesConfig::Padding::kRepeat;
    if (word == "pad") return ClapFeaturesConfig::Padding::kPad;
    json.refuse("padding", "repeatpad, repeat or pad");
}

bool fuses(const ConfigJson& json) {
    const std::string word = json.text("truncation", "fusion");
    if (word != "fusion" && word != "rand_trunc") json.refuse("truncation", "fusion or rand_trunc");
    return word == "fusion";
}

}  // namespace

ClapFeaturesConfig load_clap_features_config(const std::filesystem::path& preprocessor_json) {
    const ConfigJson json(preprocessor_json);
    ClapFeaturesConfig config;
    config.fusion = fuses(json);
    config.bank.kind = config.fusion ? MelKind::kHtk : MelKind::kSlaney;
    config.bank.bands = json.whole("feature_size", 1, 1024, 64);
    config.bank.sample_rate = json.whole("sampling_rate", 4000, 192000, 48000);
    config.bank.length = json.whole("fft_window_size", 2, 1 << 16, 1024);
    config.bank.lowest_hz = json.number("frequency_min", 0.0);
    config.bank.highest_hz = json.number("frequency_max", 14000.0);
    config.hop = json.whole("hop_length", 1, 1 << 16, 480);
    config.longest = json.whole("max_length_s", 1, 600, 10) * config.bank.sample_rate;
    config.padding = padding_of(json);
    if (config.bank.lowest_hz < 0) json.refuse("frequency_min", "a frequency of 0 Hz or more");
    if (config.bank.highest_hz <= config.bank.lowest_hz) json.refuse("frequency_max", "a frequency above frequency_min");
    return config;  // top_db and padding_value change nothing in ClapFeatureExtractor
}

ClapFeatures::ClapFeatures(const ClapFeaturesConfig& config)
    : config_(config), window_(at::hann_window(config.bank.length, at::TensorOptions().dtype(at::kDouble))), filters_(mel_filters(config.bank)) {}

ClapInput ClapFeatures::operator()(const at::Tensor& waveform, const ClapLots& lots) const {
    std::vector<at::Tensor> mels;
    std::vector<bool> longer;
    for (const at::Tensor& mono : waveform.unbind()) {
        const Clip clip = clip_of(mono, lots);
        mels.push_back(clip.mels);  // [4 or 1, T, bands]
        longer.push_back(clip.longer);
    }
    // transformers lets one clip of such a batch count as long, whichever: the fusion then works on four copies.
    const bool none = std::ranges::find(longer, true) == longer.end();
    if (config_.fusion && none) longer[static_cast<std::size_t>(std::clamp<std::int64_t>(lots.longer, 0, waveform.size(0) - 1))] = true;
    return {at::stack(mels), longer};  // [B, 4 or 1, T, bands]
}

at::Tensor ClapFeatures::log_mel(const at::Tensor& mono) const {
    const std::int64_t length = config_.bank.length;
    const at::Tensor sound = mono.to(at::kDouble);                                                          // [S]
    const at::Tensor padded = at::reflection_pad1d(sound.unsqueeze(0), {length / 2, length / 2}).flatten();  // [S + L]
    std::vector<at::Tensor> parts;
    for (const at::Tensor& windows : padded.unfold(0, length, config_.hop).split(kMelsAtOnce)) {                // [n, L]
        const at::Tensor power = at::view_as_real(at::fft_rfft(windows * window_)).square().sum(-1);        // [n, L/2+1]
        parts.push_back((at::matmul(power, filters_).clamp_min(kFloor).log10() * 10.0).to(at::kFloat));  // [n, bands]
    }
    return at::cat(parts);  // [frames, bands]
}

ClapFeatures::Clip ClapFeatures::clip_of(const at::Tensor& mono, const ClapLots& lots) const {
    if (mono.size(0) > config_.longest) return long_clip(mono, lots);
    const at::Tensor mel = log_mel(filled(mono)).unsqueeze(0);         // [1, T, bands]
    return {config_.fusion ? mel.expand({4, -1, -1}) : mel, false};    // [4 or 1, T, bands]
}

ClapFeatures::Clip ClapFeatures::long_clip(const at::Tensor& mono, const ClapLots& lots) const {
    if (!config_.fusion) {
        const std::int64_t room = mono.size(0) - config_.longest, first = std::clamp<std::int64_t>(lots.crop.value_or(room), 0, room);
        return {log_mel(mono.narrow(0, first, config_.longest)).unsqueeze(0), true};  // [1, T, bands]
    }
    const at::Tensor mel = log_mel(mono);  // [frames, bands]
    if (mel.size(0) == config_.frames()) return {mel.expand({4, -1, -1}), false};
    return {fused(mel, lots), true};
}

// A clip of full length: repeated, or continued in silence.
at::Tensor ClapFeatures::filled(const at::Tensor& mono) const {
    const std::int64_t size = mono.size(0), times = config_.longest / size;
    if (size == config_.longest) return mono;
    if (config_.padding == ClapFeaturesConfig::Padding::kRepeat) return mono.repeat({times + 1}).narrow(0, 0, config_.longest);  // [S]
    const at::Tensor sound = config_.padding == ClapFeaturesConfig::Padding::kPad ? mono : mono.repeat({times});  // [<= S]
    return at::constant_pad_nd(sound, {0, config_.longest - sound.size(0)}, 0);                                   // [S]
}

// The whole, shrunk to the length of a clip, and a chunk of each third.
at::Tensor ClapFeatures::fused(const at::Tensor& mel, const ClapLots& lots) const {
    const std::int64_t frames = config_.frames(), places = mel.size(0) - frames + 1;
    const at::Tensor whole = mel.unsqueeze(0).unsqueeze(0);                                               // [1, 1, frames, bands]
    std::vector<at::Tensor> maps{at::upsample_bilinear2d(whole, {frames, mel.size(1)}, false)[0][0]};     // [T, bands]
    const std::array<std::int64_t, 3> middles = middles_of_thirds(places);
    for (std::size_t third = 0; third < 3; ++third) {
        const std::int64_t first = third < lots.chunks.size() ? lots.chunks[third] : middles[third];
        maps.push_back(mel.narrow(0, std::clamp<std::int64_t>(first, 0, places - 1), frames));            // [T, bands]
    }
    return at::stack(maps);  // [4, T, bands]
}

}  // namespace chladni
