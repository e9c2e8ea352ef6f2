#include "engine/ltx/transformer_block.h"

namespace chladni::ltx {

namespace {

enum Row { kShiftVideo, kScaleVideo, kGateVideo, kShiftFeed, kScaleFeed, kGateFeed };

Attention::Shape shape_of(const TransformerConfig& config, std::int64_t context) {
    return {config.width(), config.heads, context, config.attention_bias, config.attention_out_bias};
}

// Words and sounds in one row.
KeysValues joined(const KeysValues& text, const HeardText& heard) {
    const std::int64_t rows = text.keys.size(0);
    return {at::cat({text.keys, as_rows(heard.seen.keys, rows)}, 2), at::cat({text.values, as_rows(heard.seen.values, rows)}, 2)};  // [B, heads, T + A, d]
}

at::Tensor joined_bias(const at::Tensor& text_bias, const at::Tensor& x, const KeysValues& text, const HeardText& heard) {
    const std::int64_t rows = x.size(0), tokens = x.size(1), words = text.keys.size(2);
    const at::Tensor of_text = text_bias.defined() ? text_bias.expand({rows, 1, tokens, words}) : at::zeros({rows, 1, tokens, words}, x.options());
    return at::cat({of_text, as_rows(heard.bias, rows)}, 3);  // [B, 1, N, T + A]
}

std::string name_of(std::size_t number) { return "transformer_blocks." + std::to_string(number); }

}  // namespace

TransformerBlock::TransformerBlock(Weights& from, std::size_t number, const TransformerConfig& config)
    : number_(number),
      eps_(config.norm_eps),
      table_(from.take(name_of(number) + ".scale_shift_table", {6, config.width()})),
      to_video_(from, name_of(number) + ".attn1", shape_of(config, config.width())),
      to_text_(from, name_of(number) + ".attn2", shape_of(config, config.cross_attention_dim)),
      up_(take_linear(from, name_of(number) + ".ff.net.0.proj", config.width(), 4 * config.width())),
      down_(take_linear(from, name_of(number) + ".ff.net.2", 4 * config.width(), config.width())) {}

at::Tensor TransformerBlock::self_attention(const at::Tensor& h, const BlockContext& context) const {
    const KeysValues seen = to_video_.look_at(h, context.rotary);
    if (context.skip && context.skip->skips(number_)) return to_video_(h, context.rotary, seen, *context.skip);  // [B, N, D]
    return to_video_(h, context.rotary, seen, at::Tensor());                                                     // [B, N, D]
}

at::Tensor TransformerBlock::text_attention(const at::Tensor& x, const KeysValues& text, const BlockContext& context) const {
    const at::Tensor read = to_text_(x, {}, text, context.text_bias);  // [B, N, D]
    const HeardText* heard = context.audio ? context.audio->beside_text(number_) : nullptr;
    if (!heard) return read;
    const at::Tensor both = to_text_(x, {}, joined(text, *heard), joined_bias(context.text_bias, x, text, *heard));  // [B, N, D]
    return at::addcmul(read, heard->gain, both - read);                                                             // [B, N, D]
}

at::Tensor TransformerBlock::run(at::Tensor x, const KeysValues& text, const BlockContext& context) const {
    const bool heard = context.audio && context.audio->modulates(number_);
    const TokenTimes& times = heard ? context.heard_times : context.times;
    const at::Tensor rows = table_ + (heard ? context.heard_modulations : context.modulations);   // [K, 6, D]
    const auto row = [&](Row i) { return times.per_token(rows.select(1, i)); };                   // [., ., D]
    const auto scale = [&](Row i) { return times.per_token(rows.select(1, i) + 1); };             // [., ., D]

    const at::Tensor h = rms_norm_modulated(x, eps_, scale(kScaleVideo), row(kShiftVideo));       // [B, N, D]
    x = at::addcmul(x, self_attention(h, context), row(kGateVideo));                              // [B, N, D]
    if (context.audio) x = context.audio->after_self(number_, x);                                 // [B, N, D]
    x = x + text_attention(x, text, context);                                                     // [B, N, D]
    if (context.audio) x = context.audio->after_text(number_, x);                                 // [B, N, D]
    const at::Tensor f = rms_norm_modulated(x, eps_, scale(kScaleFeed), row(kShiftFeed));         // [B, N, D]
    return at::addcmul(x, feed_forward(f), row(kGateFeed));                                       // [B, N, D]
}

at::Tensor TransformerBlock::operator()(at::Tensor x, const KeysValues& text, const BlockContext& context) const {
    const bool whole = context.skip && context.skip->mode == SkipMode::kTransformerBlock && context.skip->skips(number_);
    if (!whole) return run(std::move(x), text, context);
    const std::int64_t first = context.skip->first_row;
    const at::Tensor y = run(x, text, context);                                     // [B, N, D]
    return at::cat({y.narrow(0, 0, first), x.narrow(0, first, x.size(0) - first)});  // [B, N, D]
}

}  // namespace chladni::ltx
