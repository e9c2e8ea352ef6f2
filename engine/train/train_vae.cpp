#include "engine/train/train_vae.h"

#include "engine/ltx/video_vae.h"
#include "engine/train/decoder_start.h"
#include "engine/train/encoder_start.h"
#include "engine/train/vae_folder.h"
#include "engine/train/vae_judge.h"

namespace chladni {

namespace train {

namespace {


FilmBank films_from(const FilmSource& clips, std::size_t count, const ltx::VaeConfig& config, const VaeRecipe& recipe, const VaeProgress& progress) {
    FilmBank films(config, recipe.frames);
    for (std::size_t i = 0; i < count; ++i) {
        films.add(clips(i));
        progress("drawing clips", i + 1, count);
    }
    return films;
}

// What the encoder of `weights` makes of films, not normalised: [1, F, h, w, C] each.
std::vector<at::Tensor> latents_of(const FilmBank& films, const ltx::VaeConfig& config, const NamedTensors& weights) {
    const at::NoGradGuard guard;
    const NamedTensors cast = cast_weights(weights, quick_dtype());
    const ltx::VideoVae vae = ltx::VideoVae::of(config, cast);
    std::vector<at::Tensor> latents;
    for (std::size_t i = 0; i < films.size(); ++i) {
        const at::Tensor made = vae.encode(films.film(i).permute({0, 4, 1, 2, 3}));                // [1, C, F, h, w]
        latents.push_back(vae.unnormalised(made).permute({0, 2, 3, 4, 1}).contiguous());           // [1, F, h, w, C]
    }
    return latents;
}

NamedTensors started(const ltx::VaeConfig& config, const BlockPyramid& pyramid, const FilmBank& films, const VaeRecipe& recipe, const VaeProgress& progress) {
    const StartRecipe start{.seed = recipe.seed};
    NamedTensors weights = identity_weights(config, recipe.seed);
    progress("fitting the encoder", 0, 1);
    start_encoder(config, pyramid, films, start, weights);
    progress("fitting the decoder", 0, 1);
    start_decoder(config, pyramid, films, latents_of(films, config, weights), start, weights);
    return weights;
}

}  // namespace

}  // namespace train

VaeReport make_vae(const VaeRecipe& recipe, const FilmSource& clips, const FilmSource& held_back, const std::filesystem::path& folder,
                   const VaeProgress& progress) {
    using namespace train;
    const OrderedJson json = vae_geometry(recipe.decoder_width);
    const ltx::VaeConfig config = vae_config_of(json);
    const FilmBank films = films_from(clips, recipe.clips, config, recipe, progress);
    const FilmBank test = films_from(held_back, recipe.held_back, config, recipe, progress);
    progress("finding the blocks' transform", 0, 1);
    const BlockPyramid pyramid = BlockPyramid::of(config, films, StartRecipe().blocks, recipe.seed);
    const NamedTensors weights = started(config, pyramid, films, recipe, progress);
    progress("judging", 0, 1);
    const VaeJudge judge(config, pyramid, test);
    const VaeMarks marks = judge.marks(weights, quick_dtype());
    write_vae(folder, json, weights);
    return {judge.linear_db(), marks.psnr_db, judge.marks(weights, at::kFloat).psnr_db, marks.fit};
}

}  // namespace chladni
