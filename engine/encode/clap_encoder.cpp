#include "engine/encode/clap_encoder.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/encode/model_place.h"

namespace chladni {

namespace {

// Windows of ten seconds that go on by half a second, of whose end half a second is left for the next.
ClipHabits habits_of(const ClapFeaturesConfig& config) {
    const double longest_s = static_cast<double>(config.longest) / static_cast<double>(config.bank.sample_rate);
    return {longest_s, 0.25 * longest_s, {std::max(0.0, longest_s - 1.0), std::min(0.5, 0.25 * longest_s)}};
}

void check_match(const std::filesystem::path& folder, const ClapFeaturesConfig& features, const ClapConfig& tower) {
    const std::string file = "'" + (folder / "preprocessor_config.json").string() + "'";
    require(features.bank.bands == tower.bands, "expected feature_size " + std::to_string(tower.bands) + " in " + file + ", as the network has mel bands, got " +
                                                    std::to_string(features.bank.bands));
    require(features.frames() <= tower.side * tower.folds(), "expected at most " + std::to_string(tower.side * tower.folds()) + " mel frames of a clip by " + file +
                                                                 ", as fit into the network's picture, got " + std::to_string(features.frames()));
    require(!features.fusion || tower.fusion, "expected truncation rand_trunc in " + file + " for a network without fusion, got fusion");
    require(features.longest > features.bank.length, "expected a clip longer than fft_window_size in " + file + ", got " + std::to_string(features.longest) + " samples");
}

}  // namespace

std::unique_ptr<ClapEncoder> ClapEncoder::load(const AudioEncoderConfig& config, const std::filesystem::path& folder, const EncoderPlace& place) {
    const ModelPlace where(folder, config.clap_model_path, "clap_model_path", place);
    const ClapFeaturesConfig features = load_clap_features_config(where.model / "preprocessor_config.json");
    check_match(where.model, features, load_clap_config(where.model / "config.json"));
    return std::unique_ptr<ClapEncoder>(new ClapEncoder(config, {folder, where.device, where.dtype}, ClapFeatures(features), ClapTower::load(where.model, where.device, where.dtype)));
}

ClapEncoder::ClapEncoder(const AudioEncoderConfig& config, const OwnWeights& own, ClapFeatures features, ClapTower tower)
    : ClipEncoder(config, habits_of(features.config()), TokenHead(config, own, tower.config().width_of(ClapConfig::kFeatureStage))), features_(std::move(features)), tower_(std::move(tower)) {}

FrameTrain ClapEncoder::frames(const at::Tensor& mono) const {
    const ClapResult result = tower_(features_(mono.unsqueeze(0)));
    return train_of(result.features[0], mono.size(0), {});
}

FrameTrain ClapEncoder::train_of(const at::Tensor& features, std::int64_t samples, const ClapLots& lots) const {
    const ClapFeaturesConfig& config = features_.config();
    const std::int64_t room = std::max<std::int64_t>(0, samples - config.longest);
    const double rate = static_cast<double>(config.bank.sample_rate);
    const double begin_s = config.fusion ? 0.0 : static_cast<double>(std::clamp<std::int64_t>(lots.crop.value_or(room), 0, room)) / rate;
    const double length_s = static_cast<double>(config.fusion ? std::max(samples, config.longest) : config.longest) / rate;  // a long one is shrunk
    const double step_s = length_s / static_cast<double>(features.size(0));
    return {features.to(at::kCPU, at::kFloat), begin_s + 0.5 * step_s, step_s};
}

}  // namespace chladni
