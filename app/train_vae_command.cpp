// Chosen where LibTorch is built in.
#include <iostream>
#include <tuple>

#include "app/arguments.h"
#include "app/train.h"
#include "app/words.h"
#include "engine/base/stop_signal.h"
#include "engine/base/check.h"
#include "engine/runtime/procedural_clips.h"
#include "engine/train/train_vae.h"

namespace chladni {

namespace {

struct TrainVaeCommand {
    std::string model, songs, size = "256x144";
    VaeRecipe recipe;
};

ProceduralClipsOptions clips_of(const TrainVaeCommand& options, bool held_back) {
    ProceduralClipsOptions clips;
    std::tie(clips.width, clips.height) = parse_size("--size", options.size);
    check_range("--size", std::min(clips.width, clips.height), 16, 4096);
    clips.frames = static_cast<int>(options.recipe.frames);
    clips.songs = options.songs;
    clips.held_back = held_back;
    return clips;
}

void tell(const std::string& what, const VaeQuality& quality) {
    std::cout << what << ": " << with_digits(quality.psnr_db, 2) << " dB, with noise on the latents " << with_digits(quality.noisy_db, 2) << " dB, seams "
              << with_digits(quality.seams, 3) << "\n";
}

void tell(const VaeReport& report, const VaeRecipe& recipe) {
    std::cout << "PSNR on clips held back: the blocks' transform " << with_digits(report.linear_db, 2) << " dB, the start in float32 "
              << with_digits(report.start_exact_db, 2) << " dB\n";
    tell("start", report.start);
    if (recipe.tuning_steps > 0) tell("tuned", report.tuned);
    if (recipe.encoder.empty()) std::cout << "fit of the latents, R^2: " << with_digits(report.fit, 4) << "\n";
}

int run_train_vae(const TrainVaeCommand& options, const Program& program) {
    const ProceduralClips clips(clips_of(options, false)), held_back(clips_of(options, true));
    const auto show = [&](const std::string& doing, std::size_t step, std::size_t of) {
        require(!StopSignal::token().stop_requested(), "expected to finish the autoencoder, stopped before");
        if (!program.quiet && (step % 50 == 0 || step == of)) std::cerr << doing << (of > 1 ? " " + std::to_string(step) + " of " + std::to_string(of) : "") << "\n";
    };
    const std::filesystem::path folder = std::filesystem::path(options.model) / "vae";
    tell(make_vae(options.recipe, [&](std::uint64_t i) { return clips.make(i); }, [&](std::uint64_t i) { return held_back.make(i); }, folder, show), options.recipe);
    return 0;
}

}  // namespace

void add_train_vae(CLI::App& train, const Program& program, Action& action) {
    const auto options = std::make_shared<TrainVaeCommand>();
    CLI::App& command = *add_command(train, "vae", "makes the small model's autoencoder from procedural clips", action, options, run_train_vae, program);
    command.add_option("-o,--output", options->model, "the model's folder; vae/ in it is written")->required()->type_name("FOLDER");
    command.add_option("--songs", options->songs, "a folder of sound files for the clips; the built-in musician alone where not given")->type_name("FOLDER");
    command.add_option("--clips", options->recipe.clips, "how many it is fitted to")->capture_default_str()->check(between(1, 100000));
    command.add_option("--size", options->size, "WxH of the clips, multiples of 16")->capture_default_str();
    command.add_option("--frames", options->recipe.frames, "of each clip")->capture_default_str()->check(between(5, 1000));
    command.add_option("--width", options->recipe.decoder_width, "channels at the decoder's end")->capture_default_str()->check(between(8, 1024));
    command.add_option("--steps", options->recipe.tuning_steps, "of tuning after the start, which is computed")->capture_default_str()->check(between(0, 1000000));
    command.add_option("--noise", options->recipe.noise, "on the latents, that the decoder learns to bear")->capture_default_str()->check(between(0.0, 1.0));
    command.add_option("--encoder", options->recipe.encoder, "vae/ of a model whose encoder is kept: only a decoder is made")->type_name("FOLDER");
    command.add_option("--run", options->recipe.run, "for the tuning's checkpoints; beside the model where not given")->type_name("FOLDER");
    command.add_option("--seed", options->recipe.seed, "same seed, same weights")->capture_default_str();
}

}  // namespace chladni
