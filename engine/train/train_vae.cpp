#include "engine/train/train_vae.h"

#include "engine/base/check.h"
#include "engine/ltx/video_vae.h"
#include "engine/train/decoder_start.h"
#include "engine/train/draw.h"
#include "engine/train/encoder_start.h"
#include "engine/train/vae_folder.h"
#include "engine/train/vae_judge.h"
#include "engine/train/vae_tuner.h"

namespace chladni {

namespace train {

namespace {

constexpr std::uint64_t kStartNoise = 121;  // draws

/// The steps of make_vae(). One thread.
class VaeMaker {
public:
    VaeMaker(const VaeRecipe& recipe, const VaeProgress& progress)
        : recipe_(recipe), progress_(progress), json_(vae_geometry(recipe.decoder_width)), config_(vae_config_of(json_)),
          films_(config_, recipe.frames), held_back_(config_, recipe.frames) {}

    VaeReport make(const FilmSource& clips, const FilmSource& held_back, const std::filesystem::path& folder) {
        gather(clips, recipe_.clips, films_);
        gather(held_back, recipe_.held_back, held_back_);
        progress_("finding the blocks' transform", 0, 1);
        pyramid_ = BlockPyramid::of(config_, films_, StartRecipe().blocks, recipe_.seed);
        NamedTensors weights = started();
        write_vae(folder, json_, weights);
        progress_("judging", 0, 1);
        const VaeJudge judge(config_, pyramid_, held_back_, recipe_.noise);
        VaeReport report = report_of(judge, weights);
        if (recipe_.tuning_steps == 0) return report;
        weights = tuned(weights, folder);
        report.tuned = quality_of(judge.marks(weights, quick_dtype()));
        const auto worth = [](const VaeQuality& quality) { return quality.psnr_db + quality.noisy_db; };
        if (worth(report.tuned) > worth(report.start)) write_vae(folder, json_, weights);
        return report;
    }

private:
    void gather(const FilmSource& clips, std::size_t count, FilmBank& films) const {
        for (std::size_t i = 0; i < count; ++i) {
            films.add(clips(i));
            progress_("drawing clips", i + 1, count);
        }
    }

    // The encoder and the statistics of another folder, whose decoder may be of another width.
    void keep_encoder(NamedTensors& weights) const {
        const std::filesystem::path file = recipe_.encoder / "diffusion_pytorch_model.safetensors";
        for (const auto& [name, tensor] : read_safetensors(file)) {
            if (name.starts_with("decoder.")) continue;
            const auto own = weights.find(name);
            require(own != weights.end() && own->second.sizes() == tensor.sizes(),
                    "expected an encoder of the small model's shape in '" + recipe_.encoder.string() + "', found '" + name + "' of another");
            own->second = tensor.to(at::kFloat);
        }
    }

    NamedTensors started() const {
        const StartRecipe start{.seed = recipe_.seed};
        NamedTensors weights = identity_weights(config_, recipe_.seed);
        progress_("fitting the encoder", 0, 1);
        if (recipe_.encoder.empty()) start_encoder(config_, pyramid_, films_, start, weights);
        else keep_encoder(weights);
        progress_("fitting the decoder", 0, 1);
        start_decoder(config_, pyramid_, films_, noisy_latents(weights), start, weights);
        return weights;
    }

    // What the encoder of `weights` makes of the films, not normalised, with noise: [1, F, h, w, C] each.
    std::vector<at::Tensor> noisy_latents(const NamedTensors& weights) const {
        const at::NoGradGuard guard;
        const NamedTensors cast = cast_weights(weights, quick_dtype());
        const ltx::VideoVae vae = ltx::VideoVae::of(config_, cast);
        std::vector<at::Tensor> latents;
        for (std::size_t i = 0; i < films_.size(); ++i) {
            const at::Tensor clean = vae.encode(films_.film(i).permute({0, 4, 1, 2, 3}));                                         // [1, C, F, h, w]
            const at::Tensor noise = Draw(recipe_.seed, static_cast<std::int64_t>(i), kStartNoise).normals(clean.sizes());        // [1, C, F, h, w]
            latents.push_back(vae.unnormalised(clean + recipe_.noise * noise).permute({0, 2, 3, 4, 1}).contiguous());             // [1, F, h, w, C]
        }
        return latents;
    }

    static VaeQuality quality_of(const VaeMarks& marks) { return {marks.psnr_db, marks.noisy_db, marks.seams}; }

    VaeReport report_of(const VaeJudge& judge, const NamedTensors& weights) const {
        const VaeMarks marks = judge.marks(weights, quick_dtype());
        VaeReport report;
        report.linear_db = judge.linear_db();
        report.start = report.tuned = quality_of(marks);
        report.start_exact_db = judge.marks(weights, at::kFloat).psnr_db;
        report.fit = recipe_.encoder.empty() ? marks.fit : 0.0;
        return report;
    }

    NamedTensors tuned(const NamedTensors& weights, const std::filesystem::path& folder) const {
        const TunerPlan plan{.steps = recipe_.tuning_steps, .noise = recipe_.noise, .compute = quick_dtype(), .seed = recipe_.seed};
        std::filesystem::path run = recipe_.run;
        if (run.empty()) run = folder.string() + ".run";
        VaeTuner tuner(config_, weights, films_, plan, run);
        tuner.run([&](std::int64_t step, double) {
            progress_("tuning", static_cast<std::size_t>(step), static_cast<std::size_t>(plan.steps));
            return true;
        });
        return tuner.weights();
    }

    const VaeRecipe& recipe_;
    const VaeProgress& progress_;
    OrderedJson json_;
    ltx::VaeConfig config_;
    FilmBank films_, held_back_;
    BlockPyramid pyramid_;
};

}  // namespace

}  // namespace train

VaeReport make_vae(const VaeRecipe& recipe, const FilmSource& clips, const FilmSource& held_back, const std::filesystem::path& folder,
                   const VaeProgress& progress) {
    return train::VaeMaker(recipe, progress).make(clips, held_back, folder);
}

}  // namespace chladni
