#include "engine/ltx/transformer.h"

#include "engine/ltx/rope.h"
#include "engine/tensor/recomputed.h"

namespace chladni::ltx {

namespace {

constexpr double kMasked = -10000.0;  // finite, as the reference has it: nothing but masked tokens is a plain mean
constexpr double kTailNormEps = 1e-6;

}  // namespace

Transformer Transformer::load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype) {
    return load({load_transformer_config(folder / "config.json"), folder}, device, dtype);
}

Transformer Transformer::load(const PartSource<TransformerConfig>& source, at::Device device, at::ScalarType dtype) {
    return build_from_weights(source.files, device, dtype, [&](Weights& from) { return Transformer(from, source.config); });
}

Transformer Transformer::of(const TransformerConfig& config, const NamedTensors& weights) {
    return build_from_tensors(weights, [&](Weights& from) { return Transformer(from, config); });
}

TensorShapes Transformer::shapes(const TransformerConfig& config) {
    return shapes_of([&](Weights& from) { Transformer(from, config); });
}

Transformer::Transformer(Weights& from, const TransformerConfig& config)
    : config_(config),
      head_(take_linear(from, "proj_in", config.in_channels, config.width())),
      time_(from, "time_embed", config.width()),
      caption_1_(take_linear(from, "caption_projection.linear_1", config.caption_channels, config.width())),
      caption_2_(take_linear(from, "caption_projection.linear_2", config.width(), config.width())),
      table_(from.take("scale_shift_table", {2, config.width()})),
      tail_(take_linear(from, "proj_out", config.width(), config.out_channels)) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(config.layers); ++i) blocks_.emplace_back(from, i, config);
    branch_points_ = from.branch_points();
}

TextKeys Transformer::look_at_text(const at::Tensor& embeds, const at::Tensor& mask) const {
    const at::Tensor captions = caption_2_(at::gelu(caption_1_(embeds.to(device(), dtype())), "tanh"));  // [B, T, D]
    TextKeys keys;
    for (const TransformerBlock& block : blocks_) keys.blocks.push_back(block.look_at_text(captions));
    if (!mask.defined() || at::all(mask == 1).item<bool>()) return keys;
    keys.bias = ((1 - mask.to(device(), dtype())) * kMasked).unsqueeze(1).unsqueeze(1);  // [B, 1, 1, T]
    return keys;
}

TextKeys TextKeys::rows(const at::Tensor& index) const {
    TextKeys picked;
    const auto pick = [&](const at::Tensor& x) { return x.index_select(0, index.to(x.device())); };
    for (const KeysValues& block : blocks) picked.blocks.push_back({pick(block.keys), pick(block.values)});
    if (bias.defined()) picked.bias = pick(bias);
    return picked;
}

at::Tensor Transformer::rotary(const at::Tensor& coords) const {
    return video_rotary(coords.to(device()), config_.width(), config_.rotary_theta, config_.rotary_span);  // [B, N, D/2]
}

at::Tensor Transformer::operator()(const at::Tensor& x, const TokenTimes& times, const at::Tensor& rotary, const TextKeys& text,
                                   const CallExtras& extras) const {
    const TimeEmbedding::Result time = time_(times.levels);
    BlockContext context{times, time.blocks, rotary, text.bias, extras.audio, extras.skip, times, time.blocks};
    if (extras.audio) extras.audio->modulate_time(context.heard_times, context.heard_modulations);
    at::Tensor stream = head_(x.to(dtype()));  // [B, N, D]
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        if (!extras.recompute) stream = blocks_[i](std::move(stream), text.blocks[i], context);  // [B, N, D]
        else stream = recomputed([block = blocks_[i], seen = text.blocks[i], context, kept = extras.recompute](const at::Tensor& y) { return block(y, seen, context); }, stream);  // [B, N, D]
    }
    return tail(stream, times, time.embedded);  // [B, N, C]
}

at::Tensor Transformer::tail(const at::Tensor& x, const TokenTimes& times, const at::Tensor& embedded) const {
    const at::Tensor shift = times.per_token(table_[0] + embedded);        // [., ., D]
    const at::Tensor scale = times.per_token(table_[1] + embedded + 1);    // [., ., D]
    const at::Tensor normed = at::layer_norm(x, {config_.width()}, {}, {}, kTailNormEps);  // [B, N, D]
    return tail_(modulate(normed, scale, shift));                          // [B, N, C]
}

}  // namespace chladni::ltx
