#include <filesystem>

#include "app/command.h"
#include "app/model_options.h"
#include "app/model_tools.h"
#include "app/words.h"

namespace chladni {

namespace {

struct EncodeCommand {
    std::string audio, output;
    std::int64_t frames = 0;
    ModelOptions model;
};

int run_encode(const EncodeCommand& options, const Program& program) {
    check_range("--frames", static_cast<double>(options.frames), 1, 1e7);
    encode_file(options.audio, options.frames, model_folder(options.model, program), options.output);
    return 0;
}

}  // namespace

void add_encode(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<EncodeCommand>();
    CLI::App& command = *add_command(app, "encode", "the audio tokens of a file, as the model hears it", action, options, run_encode, program);
    command.add_option("audio", options->audio, "any sound file that FFmpeg reads")->required()->type_name("AUDIO");
    command.add_option("--frames", options->frames, "how many video frames to cover")->required();
    command.add_option("-o,--output", options->output, "safetensors to write: tokens [1, A, D], times [A]")->required();
    add_model_options(command, options->model);
}

}  // namespace chladni
