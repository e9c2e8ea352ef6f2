#include "engine/encode/clap_tower.h"

namespace chladni {

namespace {

const std::string kTower = "audio_model.audio_encoder.";

// Names as the tower has them; nothing for the other half of the model, and for what can be computed.
std::optional<std::string> tower_name(const std::string& stored) {
    if (stored.ends_with(".relative_position_index") || stored.ends_with(".num_batches_tracked")) return std::nullopt;
    for (const char* other : {"text_model.", "text_projection.", "logit_scale_"})
        if (stored.starts_with(other)) return std::nullopt;
    return stored.starts_with(kTower) ? stored.substr(kTower.size()) : stored;
}

}  // namespace

ClapTower ClapTower::load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype) {
    const ClapConfig config = load_clap_config(folder / "config.json");
    return build_from_weights({folder, tower_name}, device, dtype, [&](Weights& from) { return ClapTower(from, config); });
}

TensorShapes ClapTower::shapes(const ClapConfig& config) {
    TensorShapes named;
    for (const auto& [name, shape] : shapes_of([&](Weights& from) { return ClapTower(from, config); }))
        named[name.starts_with("audio_projection.") ? name : kTower + name] = shape;
    return named;
}

ClapTower::ClapTower(Weights& from, const ClapConfig& config)
    : config_(config), device_(from.device()), dtype_(from.dtype()), patches_(from, config) {
    const at::Tensor variance = from.take_float("batch_norm.running_var", {config.bands});                        // [bands]
    mel_factor_ = from.take_float("batch_norm.weight", {config.bands}) / (variance + kBatchNormEps).sqrt();            // [bands]
    mel_shift_ = from.take_float("batch_norm.bias", {config.bands}) - from.take_float("batch_norm.running_mean", {config.bands}) * mel_factor_;  // [bands]
    for (std::int64_t i = 0; i < config.stages(); ++i) {
        Stage& stage = stages_.emplace_back();
        for (std::int64_t j = 0; j < config.depths[static_cast<std::size_t>(i)]; ++j) stage.blocks.emplace_back(from, config, i, j);
        if (i + 1 < config.stages()) stage.merging.emplace_back(from, config, i);
    }
    const std::int64_t width = config.width_of(config.stages() - 1);
    norm_ = take_layer_norm(from, "norm", width);
    projection_1_ = take_linear(from, "audio_projection.linear1", width, config.projection);
    projection_2_ = take_linear(from, "audio_projection.linear2", config.projection, config.projection);
}

// [B, ch, T, bands] -> [B, ch, side, side]: row = quarter * bands + band, column = time within the quarter.
at::Tensor ClapTower::folded(const at::Tensor& mels) const {
    const at::Tensor even = mels.to(device_, at::kFloat) * mel_factor_ + mel_shift_;                               // [B, ch, T, bands]
    const std::int64_t length = config_.side * config_.folds();
    const at::Tensor whole = even.size(2) < length ? at::upsample_bicubic2d(even, {length, config_.bands}, true) : even;  // [B, ch, length, bands]
    const at::Tensor quarters = whole.reshape({whole.size(0), whole.size(1), config_.folds(), config_.side, config_.bands});  // [B, ch, q, side, bands]
    return quarters.transpose(3, 4).reshape({whole.size(0), whole.size(1), config_.side, config_.side}).to(dtype_);  // [B, ch, side, side]
}

// [B, H, W, C] -> [B, folds W, C]: the mean of each quarter's rows, quarter after quarter.
at::Tensor ClapTower::in_time(const at::Tensor& map) const {
    const std::int64_t folds = config_.folds();
    return map.reshape({map.size(0), folds, map.size(1) / folds, map.size(2), map.size(3)}).mean(2).flatten(1, 2);
}

ClapResult ClapTower::operator()(const ClapInput& input) const {
    ClapResult result;
    at::Tensor map = result.patches = patches_(folded(input.mels), input.longer);  // [B, H, W, c]
    for (std::size_t i = 0; i < stages_.size(); ++i) {
        for (const ClapBlock& block : stages_[i].blocks) map = block(map);         // [B, H, W, C]
        if (static_cast<std::int64_t>(i) == ClapConfig::kFeatureStage) result.features = in_time(map);                    // [B, folds W, 4 c]
        for (const ClapMerging& merging : stages_[i].merging) map = merging(map);  // [B, H/2, W/2, 2 C]
    }
    const at::Tensor pooled = norm_(map).mean(at::IntArrayRef({1, 2}));                             // [B, C]
    result.embedding = projection_2_(config_.projection_activation(projection_1_(pooled)));  // [B, projection]
    return result;
}

}  // namespace chladni
