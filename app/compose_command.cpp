#include <optional>

#include "app/command.h"
#include "app/sound_out.h"
#include "app/words.h"
#include "engine/music/composer.h"
#include "engine/music/performer.h"

namespace chladni {

namespace {

struct ComposeCommand {
    std::string output;
    std::optional<std::uint64_t> seed;
    double duration_s = 60, bpm = 0;
};

int run_compose(const ComposeCommand& options, const Program&) {
    check_range("--duration", options.duration_s, 1, 3600);
    if (options.bpm != 0) check_range("--bpm", options.bpm, 40, 240);
    ComposeOptions wishes;
    wishes.bpm = options.bpm;
    save_sound(options.output, perform(options.seed ? compose(*options.seed, options.duration_s, wishes) : demo_score()));
    return 0;
}

}  // namespace

void add_compose(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<ComposeCommand>();
    CLI::App& command = *add_command(app, "compose", "a piece of music by the built-in musician; without a seed, the bundled track",
                                     action, options, run_compose, program);
    command.add_option("-o,--output", options->output, "the sound file to write: .flac or .wav")->required();
    command.add_option("--seed", options->seed, "draws the piece");
    command.add_option("--duration", options->duration_s, "s, with a seed")->capture_default_str();
    command.add_option("--bpm", options->bpm, "beats per minute, with a seed; drawn where not given");
}

}  // namespace chladni
