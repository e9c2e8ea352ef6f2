#include "engine/train/train_model.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/digits.h"
#include "engine/base/json.h"
#include "engine/ltx/embedding_store.h"
#include "engine/ltx/ltx_model.h"
#include "engine/tensor/device.h"
#include "engine/tensor/dtypes.h"
#include "engine/train/clip_bank.h"
#include "engine/train/ears_start.h"
#include "engine/train/graded_listening.h"
#include "engine/train/latent_maker.h"
#include "engine/train/straight_flow.h"
#include "engine/train/team.h"
#include "engine/train/trainer.h"

namespace chladni {

namespace fs = std::filesystem;

using namespace train;

namespace {

/// One call of train_model().
class Training {
public:
    Training(const TrainWishes& wishes, const std::function<void(const TrainNews&)>& told)
        : wishes_(wishes), told_(told), device_(device_from(own_device(wishes.device))), team_(open_team(device_)), compute_(dtype_from(wishes.dtype, device_)),
          source_(ltx::ModelSource::open(wishes.model)), habits_(ltx::load_model_habits(source_, source_.vae().config)) {}

    void run(const ClipSource& clips, const ClipSource& held_back, std::stop_token stop) {
        ListeningModel model = ListeningModel::open(wishes_.model, device_, compute_, wishes_.everything ? Trained::kEverything : Trained::kEars,
                                                     wishes_.everything ? 0 : wishes_.lora_rank);
        model.set_recomputing(wishes_.recompute);
        std::optional<ListeningModel> teacher;
        if (!wishes_.teacher.empty()) teacher.emplace(teacher_for_all());
        std::vector<LatentClip> taught = latents(clips, stop), kept = latents(held_back, stop);
        if (stop.stop_requested()) return;
        model.prepare(captions_of(taught, kept));
        require(!taught.empty(), "expected clips to train on, found none that could be used");
        TrainerPlan plan = this->plan();
        if (teacher) {
            teacher->prepare(captions_of(taught, kept));
            if (wishes_.graded) plan.way = std::make_shared<const GradedListening>(std::move(*teacher));
            else plan.way = std::make_shared<const StraightFlow>(std::move(*teacher), borders(model.scheduler()));
        }
        Trainer trainer(model, std::move(taught), std::move(kept), WindowDrawer(recipe(), grid(), model.scheduler(), wishes_.seed), plan, wishes_.run, team_);
        if (!trainer.goes_on() && wishes_.ears_steps > 0) start_ears_of(model, trainer);
        trainer.run([&](const LossRow& row) { tell(trainer, model, row); }, stop);
        if (team_->leads()) save(trainer, model);
        team_->end();
    }

private:
    static std::string own_device(const std::string& word) {
        const int rank = rank_on_machine();
        return rank > 0 && (word == "cuda" || (word == "auto" && device_from(word).is_cuda())) ? "cuda:" + std::to_string(rank) : word;
    }

    // Frozen, and one that hears and paints what the pupil does.
    ListeningModel teacher_for_all() const {
        const ltx::ModelSource teacher = ltx::ModelSource::open(wishes_.teacher);
        const ltx::ModelHabits own = ltx::load_model_habits(teacher, teacher.vae().config);
        const std::string named = "'" + wishes_.teacher.string() + "'";
        require(wishes_.everything && wishes_.guidance <= 1.0 && own.guidance_scale <= 1.0 && !own.distilled(),
                "expected a teacher that plays without guidance and is not distilled, and a pupil that learns all of it and nothing else; " + named + " has a guidance_scale of " +
                    with_digits(own.guidance_scale, 1));
        require(!fs::equivalent(teacher.folder(), source_.folder()), "expected a teacher that stays as it is, got the model that is trained: " + named);
        require(identity_of(teacher) == identity_of(source_), "expected a teacher with the model's own autoencoder and kind of ears, got " + named);
        return ListeningModel::open(wishes_.teacher, device_, compute_, Trained::kEars);
    }

    // Those that the model's sampler has for a window in so many steps.
    std::vector<double> borders(const ltx::SchedulerConfig& scheduler) const {
        return ltx::make_sigmas(habits_.sampler, wishes_.pieces, whole_window() * grid().cells(), scheduler);
    }

    std::int64_t whole_window() const { return (habits_.window_frames - 1) / source_.vae().config.temporal_ratio + 1; }  // latent frames

    void save(const Trainer& trainer, const ListeningModel& model) const {
        model.save(source_.folder(), trainer.result());
        if (wishes_.everything && trainer.step() > 0) mark_trained();
    }

    // A model that was begun says of itself that it is not trained; one that goes straight, how it is to be run.
    void mark_trained() const {
        const fs::path index = source_.folder() / "model_index.json";
        OrderedJson json = OrderedJson::parse(read_text_file(index));
        json["chladni"]["trained"] = true;
        if (!wishes_.teacher.empty() && !wishes_.graded) json["chladni"]["solver"] = "euler", json["chladni"]["num_inference_steps"] = wishes_.pieces;
        write_file_atomically(index, json.dump(2) + "\n");
    }

    void start_ears_of(ListeningModel& model, const Trainer& trainer) const {
        const NamedTensors ears = of_part(model.parameters().trained(), "audio_encoder");
        const double explained = start_ears(model.encoder(), ears, trainer.clips(), trainer.held_back(), {.steps = wishes_.ears_steps, .seed = wishes_.seed});
        TrainNews news;
        news.kind = TrainNews::Kind::kWords;
        news.text = "the ears have begun: sound alone explains " + std::to_string(std::lround(100.0 * std::max(0.0, explained))) +
                    " % of what held-back pictures do as a whole";
        if (team_->leads()) told_(news);
    }

    std::vector<LatentClip> latents(const ClipSource& source, std::stop_token stop) {
        const ClipBank bank(wishes_.run / "latents", identity_of(source_));
        std::vector<std::optional<LatentClip>> found;
        for (const std::string& key : source.keys) found.push_back(bank.read(key));
        make_missing(source, found, bank, stop);
        team_->meet();
        std::vector<LatentClip> all;
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (!found[i]) found[i] = bank.read(source.keys[i]);
            if (!found[i]) continue;
            if (!source.captions.empty()) found[i]->caption = source.captions[i];
            all.push_back(std::move(*found[i]));
        }
        if (!stop.stop_requested()) require_same_everywhere(all.size());
        return all;
    }

    // Processes that saw other clips would draw other ones, and no longer make one batch together.
    void require_same_everywhere(std::size_t clips) const {
        at::Tensor mean = at::full({1}, static_cast<float>(clips), at::TensorOptions().device(device_));
        team_->average(mean);
        require(mean.item<float>() == static_cast<float>(clips), "expected every process to find the same clips, this one found " + std::to_string(clips) + " and the mean is " +
                                                                     std::to_string(mean.item<float>()) + "; the run's folder has to be the same for all of them");
    }

    // Each process its own share.
    void make_missing(const ClipSource& source, const std::vector<std::optional<LatentClip>>& found, const ClipBank& bank, std::stop_token stop) {
        const auto is_ours = [&](std::size_t number) { return !found[number] && static_cast<std::int64_t>(number) % team_->size() == team_->rank(); };
        TrainNews news;
        news.kind = TrainNews::Kind::kLatents;
        for (std::size_t i = 0; i < found.size(); ++i) news.of += is_ours(i);
        if (news.of == 0) return;
        const LatentMaker maker(source_.vae(), ears(), device_, compute_);
        source.each(is_ours,
                    [&](std::size_t number, FilmClip&& film) {
                        bank.write(source.keys[number], maker(film));
                        ++news.at;
                        if (team_->leads()) told_(news);
                        return !stop.stop_requested();
                    },
                    stop);
    }

    // Of what makes latents of clips: the ears' kind, the VAE's encoder to the last bit, the size of pictures.
    std::string identity_of(const ltx::ModelSource& model) const {
        std::string words = read_text_file(model.folder() / "audio_encoder" / "config.json");
        for (const auto& [name, tensor] : Weights::open(model.vae().files, at::kCPU, at::kFloat).stored())
            if (!name.starts_with("decoder.")) words += name + ltx::digest_of({static_cast<const char*>(tensor.const_data_ptr()), tensor.nbytes()});
        return ltx::digest_of(words + std::to_string(habits_.width) + "x" + std::to_string(habits_.height));
    }

    static std::vector<std::string> captions_of(const std::vector<LatentClip>& some, const std::vector<LatentClip>& others) {
        std::vector<std::string> captions;
        for (const auto* clips : {&some, &others})
            for (const LatentClip& clip : *clips) captions.push_back(clip.caption);
        return captions;
    }

    std::shared_ptr<ColumnEncoder> ears() const {
        std::shared_ptr<AudioEncoder> encoder = load_audio_encoder(source_.folder() / "audio_encoder");
        return std::dynamic_pointer_cast<ColumnEncoder>(encoder);
    }

    ltx::LatentGrid grid() const {
        const ltx::VaeConfig vae = source_.vae().config;
        return {1, habits_.height / vae.spatial_ratio, habits_.width / vae.spatial_ratio, vae.temporal_ratio, vae.spatial_ratio, habits_.frame_rate, habits_.causal_positions};
    }

    // Windows of the model's own length, and as many again of half of it, twice the batch. Parts of the picture come in batches of
    // about as many tokens, which is as much work.
    WindowRecipe recipe() const {
        WindowRecipe recipe;
        const std::int64_t whole = whole_window(), half = (whole + 1) / 2;
        const std::int64_t batch = wishes_.batch ? wishes_.batch : 4;
        recipe.windows = {{whole, batch}, {half, 2 * batch}};
        if (wishes_.part_height > 0) {
            const std::int64_t parts = std::max<std::int64_t>(1, grid().cells() / (wishes_.part_height * wishes_.part_width));
            const WindowSize part{whole, batch * parts, wishes_.part_height, wishes_.part_width};
            recipe.windows = {part, part, part, {whole, batch}};
        }
        if (wishes_.short_frames > 0) {
            const std::int64_t frames = std::min(wishes_.short_frames, whole);
            WindowSize piece{frames, batch * std::max<std::int64_t>(1, whole / frames)};
            piece.from_nothing = true;
            recipe.windows.insert(recipe.windows.end(), recipe.windows.size(), piece);
        }
        recipe.text_dropout = wishes_.text_dropout, recipe.audio_dropout = wishes_.audio_dropout, recipe.both_dropout = wishes_.both_dropout;
        recipe.scale_spread = wishes_.scale_spread, recipe.noisier = wishes_.noisier;
        recipe.frames_per_token = load_audio_encoder_config(source_.folder() / "audio_encoder" / "config.json").audio_context_frames;
        return recipe;
    }

    TrainerPlan plan() const {
        TrainerPlan plan;
        plan.steps = wishes_.steps, plan.warm_up = wishes_.warm_up, plan.accumulate = wishes_.accumulate;
        plan.checkpoint_every = wishes_.checkpoint_every, plan.validate_every = wishes_.validate_every;
        plan.average = wishes_.average, plan.clip = wishes_.clip, plan.seed = wishes_.seed;
        plan.guidance = wishes_.guidance;
        const auto of = [&](double otherwise) { return wishes_.rate > 0 ? wishes_.rate : otherwise; };
        // Both optimizers take steps of one size however small the gradient is. In a text encoder's layers they would pile up to what all words
        // have in common, a hundred times the words' own rows, and the words would be lost in it.
        constexpr double kTextPart = 0.05;
        plan.rates = {.adam = of(2e-4)};
        if (wishes_.everything) plan.rates = {.adam = of(2e-3), .embedding = of(2e-3) * 10, .matrix = of(2.5e-3), .text_part = kTextPart};
        return plan;
    }

    void tell(const Trainer& trainer, const ListeningModel& model, const LossRow& row) const {
        TrainNews news;
        news.at = trainer.step(), news.of = wishes_.steps;
        news.loss = row.loss, news.held_back = row.held_back, news.seconds = row.seconds;
        if (!team_->leads()) return;
        std::string trouble = trainer.trouble();
        if (row.held_back.measured() && trouble.empty()) trouble = save_now(trainer, model);
        told_(news);
        if (trouble.empty()) return;
        news.kind = TrainNews::Kind::kTrouble;
        news.text = trouble;
        told_(news);
    }

    // What there is can be tried at any time. A full disk ends no training: it gives the reason, and the end tries again.
    std::string save_now(const Trainer& trainer, const ListeningModel& model) const {
        try {
            save(trainer, model);
            return "";
        } catch (const std::exception& error) {
            return error.what();
        }
    }

    const TrainWishes& wishes_;
    const std::function<void(const TrainNews&)>& told_;
    at::Device device_;
    std::shared_ptr<Team> team_;
    at::ScalarType compute_;
    ltx::ModelSource source_;
    ltx::ModelHabits habits_;
};

}  // namespace

void once_in_team(const std::function<void()>& work) {
    const std::shared_ptr<Team> team = open_team(at::kCPU);
    if (team->leads()) work();
    team->meet();
}

void train_model(const TrainWishes& wishes, const ClipSource& clips, const ClipSource& held_back, const std::function<void(const TrainNews&)>& told,
                 std::stop_token stop) {
    Training(wishes, told).run(clips, held_back, stop);
}

}  // namespace chladni
