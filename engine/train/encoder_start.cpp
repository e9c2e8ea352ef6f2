#include "engine/train/encoder_start.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>

#include "engine/ltx/vae_resample.h"

namespace chladni::train {

namespace {

// By how much a downsampler enlarges: beside it the mean that the reference adds to its convolution is small.
constexpr double kEnlarged = 16.0;
constexpr double kLogVariance = -8.0;  // of the latents, where a reader draws them: next to none

constexpr ltx::Stride3 kHalf{2, 2, 2};

// As a downsampler takes a film: the first frame twice.
at::Tensor first_twice(const at::Tensor& x) { return at::cat({x.narrow(1, 0, 1), x}, 1); }  // [B, T + 1, H, W, C]

class EncoderFit {
public:
    EncoderFit(const ltx::VaeConfig& config, const BlockPyramid& pyramid, const FilmBank& films, const StartRecipe& recipe, NamedTensors& weights)
        : config_(config), pyramid_(pyramid), films_(films), recipe_(recipe), weights_(weights) {}

    void run() {
        fit_head();
        for (std::size_t i = 0; i < config_.down.size(); ++i) fit_down(i);
        fit_tail();
    }

private:
    TapFit new_fit(std::size_t layer) const {
        return {config_.encoder_causal, at::make_generator<at::CPUGeneratorImpl>(recipe_.seed * 1000 + layer)};
    }

    // The first `count` coefficients of a level, `size` large.
    at::Tensor wanted(std::size_t level, std::size_t film, std::int64_t count, double size) const {
        const BlockTransform& blocks = pyramid_.levels[level];
        const at::Tensor spread = spread_of(blocks.variances).narrow(0, 0, count);                       // [count]
        return blocks.coefficients(films_.film(film)).narrow(4, 0, count) / spread * size;               // [1, T, h, w, count]
    }

    // How large the numbers of step i are, so that they end up at 1.
    double size_before(std::size_t step) const { return std::pow(kEnlarged, static_cast<double>(step) - static_cast<double>(config_.down.size())); }

    void fit_head() {
        TapFit fit = new_fit(0);
        const std::int64_t width = config_.down.front().in;
        for (std::size_t i = 0; i < films_.size(); ++i) {
            x_.push_back(blocks_of(films_.film(i), pyramid_.levels.back().shape));                       // [1, T, H/4, W/4, 48]
            fit.add(x_[i], wanted(pyramid_.levels.size() - 1, i, width, size_before(0)), recipe_.places);
        }
        set_kernel(weights_, "encoder.conv_in.conv", fit.solve(recipe_.ridge * 1e-3));                   // an exact solution is there
        apply("encoder.conv_in.conv");
    }

    void apply(const std::string& name) {
        const ltx::VaeConv conv = convolution_of(weights_, name, config_.encoder_causal);
        for (at::Tensor& x : x_) {
            ltx::VaeMemory memory;
            x = conv(x, memory);  // [1, T, h, w, C]
        }
    }

    void fit_down(std::size_t i) {
        const ltx::VaeDownBlock& block = config_.down[i];
        const std::string name = "encoder.down_blocks." + std::to_string(i) + ".downsamplers.0";
        const std::int64_t count = block.out / 8;
        TapFit fit = new_fit(1 + i);
        for (std::size_t f = 0; f < films_.size(); ++f)
            fit.add(first_twice(x_[f]), first_twice(wanted(config_.down.size() - i, f, count, size_before(i + 1))), recipe_.places);
        set_kernel(weights_, name + ".conv.conv", fit.solve(recipe_.ridge));
        Weights from = Weights::holding(weights_);
        const ltx::VaeDownsampler down(from, name, block.in, block.out, kHalf, config_.encoder_causal);
        for (at::Tensor& x : x_) {
            ltx::VaeMemory memory;
            x = down(x, memory);  // [1, T', h/2, w/2, out]
        }
    }

    void fit_tail() {
        const double level = level_above(x_);
        const std::string last = "encoder.mid_block.resnets." + std::to_string(config_.encoder_mid_layers - 1);
        weights_.at(last + ".conv2.conv.bias").select(0, config_.encoder_mid_channels - 1).fill_(level);
        TapFit fit = new_fit(1 + config_.down.size());
        for (std::size_t i = 0; i < films_.size(); ++i)
            fit.add(behind_the_norm(x_[i], level), wanted_latents(config_, pyramid_, films_.film(i)), recipe_.places);
        const FittedKernel kernel = fit.solve(recipe_.ridge);
        weights_.at("encoder.conv_out.conv.weight").narrow(0, 0, config_.latent_channels).copy_(kernel.weight);
        const at::Tensor bias = weights_.at("encoder.conv_out.conv.bias");                               // [C + 1]
        bias.narrow(0, 0, config_.latent_channels).copy_(kernel.bias);
        bias.select(0, config_.latent_channels).fill_(kLogVariance);
    }

    const ltx::VaeConfig& config_;
    const BlockPyramid& pyramid_;
    const FilmBank& films_;
    const StartRecipe& recipe_;
    NamedTensors& weights_;
    std::vector<at::Tensor> x_;  // of each film, [1, T, h, w, C]
};

}  // namespace

at::Tensor wanted_latents(const ltx::VaeConfig& config, const BlockPyramid& pyramid, const at::Tensor& film) {
    return pyramid.levels.front().coefficients(film).narrow(4, 0, config.latent_channels);  // [1, F, h, w, C]
}

void start_encoder(const ltx::VaeConfig& config, const BlockPyramid& pyramid, const FilmBank& films, const StartRecipe& recipe, NamedTensors& weights) {
    const at::NoGradGuard guard;
    EncoderFit(config, pyramid, films, recipe, weights).run();
    weights.at("latents_std").copy_(spread_of(pyramid.levels.front().variances.narrow(0, 0, config.latent_channels)));  // [C]
}

}  // namespace chladni::train
