// Chosen where LibTorch is built in.
#include <iostream>
#include <tuple>

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

void tell(const VaeReport& report) {
    std::cout << "PSNR on clips held back, dB: " << with_digits(report.linear_db, 2) << " the blocks' transform, " << with_digits(report.start_db, 2)
              << " the network, " << with_digits(report.start_exact_db, 2) << " in float32\nfit of the latents, R^2: " << with_digits(report.fit, 4) << "\n";
}

int run_train_vae(const TrainVaeCommand& options, const Program& program) {
    const ProceduralClips clips(clips_of(options, false)), held_back(clips_of(options, true));
    const auto show = [&](const std::string& doing, std::size_t step, std::size_t of) {
        require(!StopSignal::token().stop_requested(), "expected to finish the autoencoder, stopped before");
        if (!program.quiet && (step % 16 == 0 || step == of)) std::cerr << doing << (of > 1 ? " " + std::to_string(step) + " of " + std::to_string(of) : "") << "\n";
    };
    tell(make_vae(options.recipe, [&](std::uint64_t i) { return clips.make(i); }, [&](std::uint64_t i) { return held_back.make(i); },
                  std::filesystem::path(options.model) / "vae", show));
    return 0;
}

}  // namespace

void add_train_vae(CLI::App& train, const Program& program, Action& action) {
    const auto options = std::make_shared<TrainVaeCommand>();
    CLI::App& command = *add_command(train, "vae", "makes the small model's autoencoder from procedural clips", action, options, run_train_vae, program);
    command.add_option("-o,--output", options->model, "the model's folder; vae/ in it is written")->required()->type_name("FOLDER");
    command.add_option("--songs", options->songs, "a folder of sound files for the clips; the built-in musician alone where not given")->type_name("FOLDER");
    command.add_option("--clips", options->recipe.clips, "how many it is fitted to")->capture_default_str()->check(CLI::Range(1, 100000));
    command.add_option("--size", options->size, "WxH of the clips, multiples of 16")->capture_default_str();
    command.add_option("--frames", options->recipe.frames, "of each clip")->capture_default_str()->check(CLI::Range(5, 1000));
    command.add_option("--width", options->recipe.decoder_width, "channels at the decoder's end")->capture_default_str()->check(CLI::Range(8, 1024));
    command.add_option("--seed", options->recipe.seed, "same seed, same weights")->capture_default_str();
}

}  // namespace chladni
