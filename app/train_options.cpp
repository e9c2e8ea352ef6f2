#include <cmath>
#include <tuple>

#include "app/arguments.h"
#include "app/train.h"
#include "app/words.h"

namespace chladni {

namespace {

const CLI::Validator kShare = between(0, 1), kSome = between(1, 1e9), kAny = between(0, 1e9);

}  // namespace

void add_train_options(CLI::App& command, TrainWishes& wishes) {
    command.add_option("--steps", wishes.steps, "in all, those done before among them")->capture_default_str()->check(kSome);
    command.add_option("--batch", wishes.batch, "windows a step; of half the length twice as many")->check(kSome);
    command.add_option("--accumulate", wishes.accumulate, "batches whose gradients make one step")->capture_default_str()->check(kSome);
    command.add_flag("--recompute", wishes.recompute, "compute the blocks twice instead of remembering them: less memory, a third more time");
    command.add_option("--rate", wishes.rate, "of learning; the recipe's where not given")->check(between(1e-9, 1.0));
    command.add_option("--warm-up", wishes.warm_up, "steps")->capture_default_str()->check(kAny);
    command.add_option("--clip", wishes.clip, "most length of the gradients")->capture_default_str()->check(between(0, INFINITY));
    command.add_option("--average", wishes.average, "decay of the moving average that becomes the result")->capture_default_str()->check(between(0.0, 0.999999));
    command.add_option("--text-dropout", wishes.text_dropout, "share of windows without their caption")->capture_default_str()->check(kShare);
    command.add_option("--audio-dropout", wishes.audio_dropout, "share of windows without their sound")->capture_default_str()->check(kShare);
    command.add_option("--ears-steps", wishes.ears_steps, "at the very start: of the ears alone, which learn to tell what the whole picture does")->capture_default_str()->check(kAny);
    command.add_option_function<std::string>("--parts", [&wishes](const std::string& words) { std::tie(wishes.part_width, wishes.part_height) = parse_size("--parts", words); },
                                             "WxH latent cells: three steps in four see parts of the picture, several in the time of one whole; with --short three in eight")
        ->type_name("WxH");
    command.add_option("--short", wishes.short_frames, "latent frames: every other step sees whole pictures for so long, of several times as many clips")
        ->type_name("N")->check(between(2, 1000));
    command.add_option("--both-dropout", wishes.both_dropout, "share of the other windows without either")->capture_default_str()->check(kShare);
    command.add_option("--noisier", wishes.noisier, "added to the shift of the model's noise levels")->capture_default_str()->check(between(-5.0, 5.0));
    command.add_option("--guidance", wishes.guidance, "above 1: learn to say at once what guidance of this strength makes of the model")
        ->capture_default_str()->check(between(1.0, 20.0));
    command.add_option("--scale-spread", wishes.scale_spread, "audio_scale is drawn from 1 - this to 1 + this")->capture_default_str()->check(kShare);
    command.add_option("--checkpoint-every", wishes.checkpoint_every, "steps")->capture_default_str()->check(kSome);
    command.add_option("--validate-every", wishes.validate_every, "steps; what there is is then written into the model too")->capture_default_str()->check(kSome);
    command.add_option("--seed", wishes.seed, "of weights and draws")->capture_default_str();
    command.add_option("--device", wishes.device, "auto, cpu, cuda, cuda:N")->capture_default_str();
    command.add_option("--dtype", wishes.dtype, "of computing: auto (what this machine is quicker in), float32, bfloat16; the weights that are trained stand in float32")->capture_default_str();
}

void add_samples_option(CLI::App& command, std::size_t& samples) {
    command.add_option("--samples", samples, "after each validation so many clips held back are made by the model, into samples/ of the run")->capture_default_str();
}

}  // namespace chladni
