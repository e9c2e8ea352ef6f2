#include <filesystem>

#include "app/film_options.h"
#include "app/model_options.h"
#include "app/words.h"
#include "engine/base/atomic_file.h"

namespace chladni {

namespace {

struct RenderCommand {
    std::string audio, prompts, size;
    double fps = 0, start_s = 0, duration_s = 0;
    FilmOptions film;
    ModelOptions model;
    PaintOptions paint;
};

OfflineRender job_of(const RenderCommand& options, const Program& program) {
    OfflineRender job = job_of(options.film, options.model, options.paint, "--steps", program);
    job.audio = options.audio;
    std::tie(job.width, job.height) = parse_size("--size", options.size);
    if (options.fps != 0) check_range("--fps", options.fps, 1, 240);
    job.frame_rate = options.fps;
    check_range("--start", options.start_s, 0, 1e7);
    check_range("--duration", options.duration_s, 0, 1e7);
    job.start_s = options.start_s;
    job.duration_s = options.duration_s;
    if (!options.prompts.empty()) job.prompts = PromptTimeline::parse(read_text_file(options.prompts));
    return job;
}

int run_render(const RenderCommand& options, const Program& program) {
    return make_film(job_of(options, program), options.film, program);
}

}  // namespace

void add_render(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<RenderCommand>();
    CLI::App& command = *add_command(app, "render", "a whole track to a film with its sound", action, options, run_render, program);
    command.add_option("audio", options->audio, "any sound file that FFmpeg reads")->required()->type_name("AUDIO");
    add_film_options(command, options->film);
    command.add_option("--prompts", options->prompts, "a file of lines such as '0 ink', '12.5 neon tunnel', 'b64 plates'");
    command.add_option("--size", options->size, "of generated frames, WxH: multiples of the model's ratio (LTX: 32, nano: 16)");
    command.add_option("--fps", options->fps, "frames per second; the model's own where not given");
    command.add_option("--start", options->start_s, "where in the sound the film begins, s");
    command.add_option("--duration", options->duration_s, "of the film, s; to the end of the sound where not given");
    add_paint_options(command, options->paint, "--steps");
    add_model_options(command, options->model);
    add_generator_options(command, options->model);
}

}  // namespace chladni
