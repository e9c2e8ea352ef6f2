#include <filesystem>

#include "app/film_options.h"
#include "app/model_options.h"
#include "app/words.h"

namespace chladni {

namespace {

constexpr const char* kSteps = "--num-inference-steps";

struct GenerateCommand {
    std::string audio, latents_out;
    int width = 0, height = 0;
    std::int64_t num_frames = 0;
    double frame_rate = 0;
    FilmOptions film;
    ModelOptions model;
    PaintOptions paint;
};

int run_generate(const GenerateCommand& options, const Program& program) {
    OfflineRender job = job_of(options.film, options.paint, kSteps, program);
    check_range("--width", options.width, 0, 16384);
    check_range("--height", options.height, 0, 16384);
    check_range("--num-frames", static_cast<double>(options.num_frames), 0, 100000);
    if (options.frame_rate != 0) check_range("--frame-rate", options.frame_rate, 1, 240);
    job.audio = options.audio;
    job.width = options.width;
    job.height = options.height;
    job.frame_rate = options.frame_rate;
    job.window_frames = options.num_frames;
    job.single_chunk = true;
    job.latents_out = options.latents_out;
    choose_model(job, options.model, options.paint, program);
    return make_film(job, options.film, program);
}

}  // namespace

void add_generate(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<GenerateCommand>();
    CLI::App& command = *add_command(app, "generate", "one clip from a prompt, with a sound or without", action, options, run_generate, program);
    add_film_options(command, options->film);
    command.add_option("--audio", options->audio, "a sound file that the model hears; it is the clip's sound, too");
    command.add_option("--width", options->width, "px, a multiple of the model's ratio (LTX: 32)");
    command.add_option("--height", options->height, "px, a multiple of the model's ratio (LTX: 32)");
    command.add_option("--num-frames", options->num_frames, "a multiple of the model's ratio and one more (LTX: 8k+1)");
    command.add_option("--frame-rate", options->frame_rate, "frames per second");
    command.add_option("--latents-out", options->latents_out, "safetensors to write: latents [1, C, F, H, W], normalised");
    add_paint_options(command, options->paint, kSteps);
    add_model_options(command, options->model);
}

}  // namespace chladni
