#include "engine/train/decoder_start.h"

#include <ATen/CPUGeneratorImpl.h>

#include "engine/ltx/vae_resample.h"

namespace chladni::train {

namespace {

constexpr ltx::Stride3 kTwice{2, 2, 2};

class DecoderFit {
public:
    DecoderFit(const ltx::VaeConfig& config, const BlockPyramid& pyramid, const FilmBank& films, const StartRecipe& recipe, NamedTensors& weights)
        : config_(config), pyramid_(pyramid), films_(films), recipe_(recipe), weights_(weights) {}

    void run(const std::vector<at::Tensor>& latents) {
        x_ = latents;
        fit_head();
        for (std::size_t i = 0; i < config_.up.size(); ++i) fit_up(i);
        fit_tail();
    }

private:
    TapFit new_fit(std::size_t layer) const {
        return {config_.decoder_causal, at::make_generator<at::CPUGeneratorImpl>(recipe_.seed * 1000 + 500 + layer)};
    }

    // The coefficients of a level in `width` channels; the finest level leaves the last one for the norm.
    at::Tensor wanted(std::size_t level, std::size_t film, std::int64_t width) const {
        const BlockTransform& blocks = pyramid_.levels[level];
        const std::int64_t room = level + 1 == pyramid_.levels.size() ? width - 1 : width;
        const std::int64_t count = std::min(room, blocks.variances.size(0));
        const at::Tensor spread = spread_of(blocks.variances).narrow(0, 0, count);                               // [count]
        const at::Tensor y = blocks.coefficients(films_.film(film)).narrow(4, 0, count) / spread;                // [1, T, h, w, count]
        return at::constant_pad_nd(y, {0, width - count});                                                       // [1, T, h, w, width]
    }

    void fit_head() {
        TapFit fit = new_fit(0);
        for (std::size_t i = 0; i < films_.size(); ++i) fit.add(x_[i], wanted(0, i, config_.decoder_mid_channels), recipe_.places);
        set_kernel(weights_, "decoder.conv_in.conv", fit.solve(recipe_.ridge));
        const ltx::VaeConv conv = convolution_of(weights_, "decoder.conv_in.conv", config_.decoder_causal);
        for (at::Tensor& x : x_) {
            ltx::VaeMemory memory;
            x = conv(x, memory);  // [1, F, h, w, C]
        }
    }

    // What an upsampler's convolution is wanted to give: all parts of a cell, also the one that the first frame loses.
    at::Tensor wanted_parts(std::size_t level, std::size_t film, std::int64_t width) const {
        const at::Tensor y = wanted(level, film, width);                                                         // [1, 2F - 1, 2h, 2w, C]
        return ltx::space_to_channels(at::cat({y.narrow(1, 0, 1), y}, 1), kTwice);                               // [1, F, h, w, C 8]
    }

    void fit_up(std::size_t i) {
        const ltx::VaeUpBlock& block = config_.up[i];
        const std::string name = "decoder.up_blocks." + std::to_string(i) + ".upsamplers.0";
        TapFit fit = new_fit(1 + i);
        for (std::size_t f = 0; f < films_.size(); ++f) fit.add(x_[f], wanted_parts(i + 1, f, block.out), recipe_.places);
        set_kernel(weights_, name + ".conv.conv", fit.solve(recipe_.ridge));
        Weights from = Weights::holding(weights_);
        const ltx::VaeUpsampler up(from, name, block.out * block.factor, block.factor, false, config_.decoder_causal);
        for (at::Tensor& x : x_) {
            ltx::VaeMemory memory;
            x = up(x, memory);  // [1, 2F - 1, 2h, 2w, C]
        }
    }

    void fit_tail() {
        const double level = level_above(x_);
        const std::size_t up = config_.up.size() - 1;
        const std::string last = "decoder.up_blocks." + std::to_string(up) + ".resnets." + std::to_string(config_.up[up].layers - 1);
        weights_.at(last + ".conv2.conv.bias").select(0, config_.up[up].out - 1).fill_(level);
        TapFit fit = new_fit(1 + config_.up.size());
        for (std::size_t i = 0; i < films_.size(); ++i)
            fit.add(behind_the_norm(x_[i], level), blocks_of(films_.film(i), pyramid_.levels.back().shape), recipe_.places);
        set_kernel(weights_, "decoder.conv_out.conv", fit.solve(recipe_.ridge));
    }

    const ltx::VaeConfig& config_;
    const BlockPyramid& pyramid_;
    const FilmBank& films_;
    const StartRecipe& recipe_;
    NamedTensors& weights_;
    std::vector<at::Tensor> x_;  // of each film, [1, T, h, w, C]
};

}  // namespace

void start_decoder(const ltx::VaeConfig& config, const BlockPyramid& pyramid, const FilmBank& films, const std::vector<at::Tensor>& latents,
                   const StartRecipe& recipe, NamedTensors& weights) {
    const at::NoGradGuard guard;
    DecoderFit(config, pyramid, films, recipe, weights).run(latents);
}

}  // namespace chladni::train
