#include "app/arguments.h"
#include "app/train.h"
#include "app/train_out.h"
#include "app/train_samples.h"
#include "app/words.h"
#include "engine/base/check.h"
#include "engine/base/log.h"
#include "engine/base/stop_signal.h"
#include "engine/looks/caption.h"
#include "engine/runtime/procedural_clips.h"

namespace chladni {

namespace {

constexpr int kClipFrames = 97;
constexpr std::size_t kHeldBackClips = 64;  // every look in every palette

struct TrainNanoCommand {
    std::string model, run, songs, vae;
    std::size_t clips = 3072, samples = 0;
    TrainWishes wishes;
};

ClipSource source_of(const ProceduralClipsOptions& options, std::size_t count) {
    ClipSource source;
    const auto clips = std::make_shared<ProceduralClips>(options);
    const std::string songs = std::to_string(clips->songs());
    for (std::size_t i = 0; i < count; ++i) source.keys.push_back((options.held_back ? "held back " : "clip ") + std::to_string(i) + " of songs " + songs);
    source.each = [clips, count](const auto& wanted, const auto& take, std::stop_token stop) {
        for (std::size_t i = 0; i < count && !stop.stop_requested(); ++i)
            if (wanted(i) && !take(i, clips->make(i))) return;
    };
    return source;
}

std::filesystem::path bundled_vae(const Program& program) {
    const auto found = program.resources.find("models/nano/vae");
    require(found.has_value(), "expected the autoencoder of the bundled model, found none; name one with --vae (chladni train vae makes one)");
    return *found;
}

int run_train_nano(const TrainNanoCommand& options, const Program& program) {
    check_range("--clips", static_cast<double>(options.clips), 1, 1e6);
    TrainWishes wishes = options.wishes;
    wishes.model = options.model;
    wishes.run = options.run.empty() ? options.model + ".run" : options.run;
    wishes.everything = true;
    if (!wishes.teacher.empty()) wishes.ears_steps = 0;  // they are the teacher's
    ProceduralClipsOptions clips;
    clips.frames = kClipFrames;
    clips.songs = options.songs;
    ProceduralClipsOptions held_back = clips;
    held_back.held_back = true;
    const ClipSource taught = source_of(clips, options.clips), judged = source_of(held_back, kHeldBackClips);
    once_in_team([&] {
        if (std::filesystem::exists(wishes.model / "model_index.json")) return;
        if (!wishes.teacher.empty())
            begin_copy(wishes.model, wishes.teacher);
        else
            begin_model(wishes.model, "nano", options.vae.empty() ? bundled_vae(program) : std::filesystem::path(options.vae), wishes.seed, all_captions());
    });
    TrainOut out(wishes.run, "nano", program.quiet);
    TrainSamples samples(wishes, options.samples);
    once_in_team([&] { samples.choose(judged, StopSignal::token()); });
    const auto tell = [&](const TrainNews& news) { out(news), samples(news); };
    train_model(wishes, taught, judged, tell, StopSignal::token());
    log_info("'" + options.model + "' holds the model");
    return 0;
}

}  // namespace

void add_train_nano(CLI::App& train, const Program& program, Action& action) {
    const auto options = std::make_shared<TrainNanoCommand>();
    CLI::App& command = *add_command(train, "nano", "makes the small model from procedural clips: transformer, text encoder and ears; goes on where it was cut off",
                                     action, options, run_train_nano, program);
    command.add_option("-o,--output", options->model, "the model's folder, begun where it is empty")->required()->type_name("FOLDER");
    command.add_option("--run", options->run, "checkpoints, latents and the log; OUTPUT.run where not given")->type_name("FOLDER");
    command.add_option("--vae", options->vae, "the autoencoder of a model that is begun; the bundled one where not given")->type_name("FOLDER");
    command.add_option("--songs", options->songs, "a folder of songs beside the built-in musician's")->type_name("FOLDER");
    command.add_option("--clips", options->clips, "how many")->capture_default_str();
    CLI::Option* teacher = command.add_option("--teacher", options->wishes.teacher, "a model to learn from, and to begin as a copy of: its way from noise to picture in few steps, or (--graded) how far to hear")
                               ->type_name("MODEL")->check(CLI::ExistingDirectory);
    command.add_option("--pieces", options->wishes.pieces, "with --teacher: those steps")->capture_default_str()->check(between(1, 16))->needs(teacher);
    command.add_flag("--graded", options->wishes.graded, "with --teacher: half of its answer to the sound at audio_scale 0.5, one and a half at 1.5; wants --scale-spread")->needs(teacher);
    add_samples_option(command, options->samples);
    options->wishes.ears_steps = 400;
    add_train_options(command, options->wishes);
}

}  // namespace chladni
