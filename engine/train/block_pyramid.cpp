#include "engine/train/block_pyramid.h"

#include <ATen/CPUGeneratorImpl.h>

#include "engine/base/check.h"

namespace chladni::train {

namespace {

constexpr double kLeastVariance = 1e-7;  // beside the largest

void check_steps(const ltx::VaeConfig& config) {
    bool fits = config.up.size() == config.down.size();
    for (const ltx::VaeUpBlock& up : config.up) fits = fits && up.up && up.in == up.out && !up.residual && !up.noise;
    for (const ltx::VaeDownBlock& down : config.down) fits = fits && down.down == ltx::VaeDown::kSpatiotemporal;
    fits = fits && !config.timestep_conditioning && config.decoder_mid_layers > 0 && config.encoder_mid_layers > 0 && config.up.back().layers > 0;
    require(fits, "expected an autoencoder of spatiotemporal steps without shortcuts, noise or timestep conditioning to begin, got another one");
}

// So many components does the wider of both networks have room for.
std::int64_t components_at(const ltx::VaeConfig& config, std::size_t level) {
    const std::int64_t decoder = level == 0 ? config.decoder_mid_channels : config.up[level - 1].out;
    const std::int64_t encoder = level == 0 ? config.latent_channels : config.down[config.down.size() - level].in;
    return std::max(decoder, encoder);
}

BlockTransform transform_of(const BlockShape& shape, std::int64_t components, const FilmBank& films, std::int64_t blocks, at::Generator random) {
    BlockStatistics statistics(shape);
    for (std::size_t i = 0; i < films.size(); ++i) {
        const at::Tensor all = blocks_of(films.film(i), shape).flatten(0, 3);                                                 // [N, numbers]
        const at::Tensor some = at::randint(all.size(0), {std::min(blocks, all.size(0))}, random, at::TensorOptions().dtype(at::kLong));  // [n]
        statistics.add(all.index_select(0, some));
    }
    return statistics.transform(components);
}

}  // namespace

BlockPyramid BlockPyramid::of(const ltx::VaeConfig& config, const FilmBank& films, std::int64_t blocks, std::uint64_t seed) {
    check_steps(config);
    BlockPyramid pyramid;
    BlockShape shape{config.temporal_ratio, config.spatial_ratio};
    for (std::size_t level = 0; level <= config.up.size(); ++level) {
        const at::Generator random = at::make_generator<at::CPUGeneratorImpl>(seed + level);
        pyramid.levels.push_back(transform_of(shape, components_at(config, level), films, blocks, random));
        shape = {shape.frames / 2, shape.side / 2};
    }
    return pyramid;
}

at::Tensor spread_of(const at::Tensor& variances) {
    const at::Tensor safe = variances.clamp_min(variances.max().item<double>() * kLeastVariance + 1e-30);  // [k]
    const at::Tensor spread = safe.pow(0.3);                                                               // [k]
    return spread * (safe / spread.square()).mean().sqrt();                                                // [k]
}

}  // namespace chladni::train
