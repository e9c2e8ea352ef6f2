#include "engine/encode/clap_block.h"

#include <algorithm>

namespace chladni {

namespace {

constexpr double kApart = -100.0;  // what keeps cells that are neighbours only by the shift from seeing each other

std::string name_of(std::int64_t stage) { return "layers." + std::to_string(stage) + "."; }

// [B, H, W, C] -> [B n, w w, C], windows row by row.
at::Tensor cut(const at::Tensor& map, std::int64_t w) {
    const std::int64_t rows = map.size(1) / w, columns = map.size(2) / w;
    return map.reshape({-1, rows, w, columns, w, map.size(3)}).transpose(2, 3).reshape({-1, w * w, map.size(3)});
}

at::Tensor joined(const at::Tensor& windows, std::int64_t w, std::int64_t height, std::int64_t width) {
    return windows.reshape({-1, height / w, width / w, w, w, windows.size(2)}).transpose(2, 3).reshape({-1, height, width, windows.size(2)});
}

// Where in a table of (2w - 1)^2 steps each pair of cells of a window stands: [w w w w].
at::Tensor pair_index(std::int64_t w) {
    const at::Tensor line = at::arange(w, at::kLong);                                          // [w]
    const at::Tensor y = line.repeat_interleave(w), x = line.repeat({w});                      // [w w]
    const at::Tensor down = y.unsqueeze(1) - y + (w - 1), right = x.unsqueeze(1) - x + (w - 1);  // [w w, w w]
    return (down * (2 * w - 1) + right).flatten();
}

// Which of the three bands that a shift makes each place of an axis is in: [size].
at::Tensor bands(std::int64_t size, std::int64_t w, std::int64_t shift) {
    const at::Tensor place = at::arange(size, at::kLong);
    return (place >= size - w).to(at::kLong) + (place >= size - shift).to(at::kLong);
}

}  // namespace

ClapBlock::ClapBlock(Weights& from, const ClapConfig& config, std::int64_t stage, std::int64_t index)
    : window_(config.window), shift_(index % 2 == 0 ? 0 : config.window / 2), heads_(config.heads[static_cast<std::size_t>(stage)]), activation_(config.activation) {
    const std::array<std::int64_t, 2> grid = config.grid_of(stage);
    if (std::min(grid[0], grid[1]) <= window_) shift_ = 0;  // the window is the map
    const std::int64_t width = config.width_of(stage), steps = 2 * window_ - 1;
    const auto inner = static_cast<std::int64_t>(config.mlp_ratio * static_cast<double>(width));
    const std::string name = name_of(stage) + "blocks." + std::to_string(index) + ".", self = name + "attention.self.";
    before_ = take_layer_norm(from, name + "layernorm_before", width, config.norm_eps);
    after_ = take_layer_norm(from, name + "layernorm_after", width, config.norm_eps);
    query_ = take_linear(from, self + "query", width, width, config.qkv_bias);
    key_ = take_linear(from, self + "key", width, width, config.qkv_bias);
    value_ = take_linear(from, self + "value", width, width, config.qkv_bias);
    out_ = take_linear(from, name + "attention.output.dense", width, width);
    inner_ = take_linear(from, name + "intermediate.dense", width, inner);
    outer_ = take_linear(from, name + "output.dense", inner, width);
    const at::Tensor table = from.take(self + "relative_position_bias_table", {steps * steps, heads_});                                  // [steps^2, heads]
    const std::int64_t cells = window_ * window_;
    place_bias_ = table.index({pair_index(window_).to(table.device())}).view({cells, cells, heads_}).permute({2, 0, 1}).contiguous();  // [heads, w w, w w]
}

at::Tensor ClapBlock::operator()(const at::Tensor& map) const {
    const at::Tensor x = map + attended(before_(map));                  // [B, H, W, C]
    return x + outer_(activation_(inner_(after_(x))));                  // [B, H, W, C]
}

// What is added to the attention's scores: [n or 1, heads, w w, w w].
at::Tensor ClapBlock::bias_of(std::int64_t height, std::int64_t width) const {
    const at::Tensor places = place_bias_.unsqueeze(0);  // [1, heads, w w, w w]
    if (shift_ == 0) return places;
    const at::Tensor region = bands(height, window_, shift_).unsqueeze(1) * 3 + bands(width, window_, shift_);      // [H, W]
    const at::Tensor windows = cut(region.view({1, height, width, 1}), window_).squeeze(2);                         // [n, w w]
    const at::Tensor apart = (windows.unsqueeze(1) != windows.unsqueeze(2)).to(places.scalar_type()) * kApart;      // [n, w w, w w]
    return places + apart.unsqueeze(1).to(places.device());                                                        // [n, heads, w w, w w]
}

at::Tensor ClapBlock::attended(const at::Tensor& map) const {
    const std::int64_t height = map.size(1), width = map.size(2);
    const std::int64_t below = (window_ - height % window_) % window_, beside = (window_ - width % window_) % window_;
    at::Tensor x = at::constant_pad_nd(map, {0, 0, 0, beside, 0, below}, 0);                                        // [B, H', W', C]
    if (shift_ > 0) x = at::roll(x, {-shift_, -shift_}, {1, 2});                                                    // [B, H', W', C]
    const at::Tensor windows = in_windows(cut(x, window_), bias_of(x.size(1), x.size(2)));                          // [B n, w w, C]
    at::Tensor back = joined(windows, window_, x.size(1), x.size(2));                                               // [B, H', W', C]
    if (shift_ > 0) back = at::roll(back, {shift_, shift_}, {1, 2});                                                // [B, H', W', C]
    return back.narrow(1, 0, height).narrow(2, 0, width);                                                           // [B, H, W, C]
}

at::Tensor ClapBlock::in_windows(const at::Tensor& windows, const at::Tensor& bias) const {
    const auto by_head = [&](const at::Tensor& x) { return x.view({x.size(0), x.size(1), heads_, -1}).transpose(1, 2); };  // [B n, heads, w w, d]
    const at::Tensor q = by_head(query_(windows)), k = by_head(key_(windows)), v = by_head(value_(windows));
    const at::Tensor all = bias.repeat({windows.size(0) / bias.size(0), 1, 1, 1});                                  // [B n, heads, w w, w w]
    const at::Tensor mixed = at::scaled_dot_product_attention(q, k, v, all);                                        // [B n, heads, w w, d]
    return out_(mixed.transpose(1, 2).flatten(2));                                                                  // [B n, w w, C]
}

ClapMerging::ClapMerging(Weights& from, const ClapConfig& config, std::int64_t stage) {
    const std::int64_t width = config.width_of(stage);
    norm_ = take_layer_norm(from, name_of(stage) + "downsample.norm", 4 * width);
    reduction_ = take_linear(from, name_of(stage) + "downsample.reduction", 4 * width, 2 * width, false);
}

at::Tensor ClapMerging::operator()(const at::Tensor& map) const {
    const auto every_second = [&](std::int64_t row, std::int64_t column) { return map.slice(1, row, {}, 2).slice(2, column, {}, 2); };
    const at::Tensor four = at::cat({every_second(0, 0), every_second(1, 0), every_second(0, 1), every_second(1, 1)}, 3);  // [B, H/2, W/2, 4C]
    return reduction_(norm_(four));                                                                                          // [B, H/2, W/2, 2C]
}

}  // namespace chladni
