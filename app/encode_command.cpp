#include <filesystem>

#include "app/command.h"
#include "app/model_options.h"
#include "app/model_tools.h"
#include "app/words.h"

namespace chladni {

namespace {

struct EncodeCommand {
    std::string audio, output, beat_nets;
    std::int64_t frames = 0;
    bool features = false;
    ModelOptions model;
};

int run_encode(const EncodeCommand& options, const Program& program) {
    check_range("--frames", static_cast<double>(options.frames), 1, 1e7);
    EncodeWishes wishes;
    wishes.audio = options.audio;
    wishes.model = model_folder(options.model, program);
    wishes.output = options.output;
    wishes.frames = options.frames;
    wishes.features = options.features;
    if (options.model.device != "auto") wishes.device = options.model.device;  // auto is the CPU here, and exact
    if (options.model.dtype != "auto") wishes.dtype = options.model.dtype;
    wishes.beat_nets = program.resources.beat_nets(options.beat_nets);
    encode_file(wishes);
    return 0;
}

}  // namespace

void add_encode(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<EncodeCommand>();
    CLI::App& command = *add_command(app, "encode", "the audio tokens of a file, as the model hears it", action, options, run_encode, program);
    command.add_option("audio", options->audio, "any sound file that FFmpeg reads")->required()->type_name("AUDIO");
    command.add_option("--frames", options->frames, "how many video frames to cover")->required();
    command.add_option("-o,--output", options->output, "safetensors to write: tokens [1, A, D], times [A]")->required();
    command.add_flag("--features", options->features, "also the encoder's own frames: features [1, T, d], feature_times [T]");
    command.add_option("--beat-nets", options->beat_nets, "a folder of nets that help to hear the beat, or none; the bundled ones where not given")->type_name("FOLDER|none");
    add_model_options(command, options->model);
}

}  // namespace chladni
