#include "app/train.h"

namespace chladni {

void add_train_options(CLI::App& command, TrainWishes& wishes) {
    command.add_option("--steps", wishes.steps, "in all, those done before among them")->capture_default_str();
    command.add_option("--batch", wishes.batch, "windows a step; of half the length twice as many");
    command.add_option("--accumulate", wishes.accumulate, "batches whose gradients make one step")->capture_default_str();
    command.add_flag("--recompute", wishes.recompute, "compute the blocks twice instead of remembering them: less memory, a third more time");
    command.add_option("--rate", wishes.rate, "of learning; the recipe's where not given");
    command.add_option("--warm-up", wishes.warm_up, "steps")->capture_default_str();
    command.add_option("--clip", wishes.clip, "most length of the gradients")->capture_default_str();
    command.add_option("--average", wishes.average, "decay of the moving average that becomes the result")->capture_default_str();
    command.add_option("--text-dropout", wishes.text_dropout, "share of windows without their caption")->capture_default_str();
    command.add_option("--audio-dropout", wishes.audio_dropout, "share of windows without their sound")->capture_default_str();
    command.add_option("--scale-spread", wishes.scale_spread, "audio_scale is drawn from 1 - this to 1 + this")->capture_default_str();
    command.add_option("--checkpoint-every", wishes.checkpoint_every, "steps")->capture_default_str();
    command.add_option("--validate-every", wishes.validate_every, "steps; what there is is then written into the model too")->capture_default_str();
    command.add_option("--seed", wishes.seed, "of weights and draws")->capture_default_str();
    command.add_option("--device", wishes.device, "auto, cpu, cuda, cuda:N")->capture_default_str();
    command.add_option("--dtype", wishes.dtype, "of computing: auto, float32, bfloat16; the weights that are trained stand in float32")->capture_default_str();
}

}  // namespace chladni
