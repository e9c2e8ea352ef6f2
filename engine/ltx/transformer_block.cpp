#include "engine/ltx/transformer_block.h"

namespace chladni::ltx {

namespace {

enum Row { kShiftVideo, kScaleVideo, kGateVideo, kShiftFeed, kScaleFeed, kGateFeed };

Attention::Shape shape_of(const TransformerConfig& config, std::int64_t context) {
    return {config.width(), config.heads, context, config.attention_bias, config.attention_out_bias};
}

std::string name_of(std::size_t number) { return "transformer_blocks." + std::to_string(number); }

}  // namespace

TransformerBlock::TransformerBlock(Weights& from, std::size_t number, const TransformerConfig& config)
    : number_(number),
      width_(config.width()),
      eps_(config.norm_eps),
      table_(from.take(name_of(number) + ".scale_shift_table", {6, width_})),
      to_video_(from, name_of(number) + ".attn1", shape_of(config, width_)),
      to_text_(from, name_of(number) + ".attn2", shape_of(config, config.cross_attention_dim)),
      up_(take_linear(from, name_of(number) + ".ff.net.0.proj", width_, 4 * width_)),
      down_(take_linear(from, name_of(number) + ".ff.net.2", 4 * width_, width_)) {}

at::Tensor TransformerBlock::normed(const at::Tensor& x) const {
    return at::rms_norm(x, {width_}, {}, eps_);  // [B, N, D]
}

at::Tensor TransformerBlock::operator()(at::Tensor x, const KeysValues& text, const BlockContext& context) const {
    const at::Tensor rows = table_ + context.modulations;  // [K, 6, D]
    const auto row = [&](Row i) { return context.times.per_token(rows.select(1, i)); };            // [., ., D]
    const auto scale = [&](Row i) { return context.times.per_token(rows.select(1, i) + 1); };      // [., ., D]

    const at::Tensor h = modulate(normed(x), scale(kScaleVideo), row(kShiftVideo));                     // [B, N, D]
    const at::Tensor self = to_video_(h, context.rotary, to_video_.look_at(h, context.rotary), {});     // [B, N, D]
    x = at::addcmul(x, self, row(kGateVideo));                                                          // [B, N, D]
    x = x + to_text_(x, {}, text, context.text_bias);                                                   // [B, N, D]
    if (context.audio) x = context.audio->after_text(number_, x);                                       // [B, N, D]
    const at::Tensor f = modulate(normed(x), scale(kScaleFeed), row(kShiftFeed));                       // [B, N, D]
    return at::addcmul(x, feed_forward(f), row(kGateFeed));                                             // [B, N, D]
}

}  // namespace chladni::ltx
