#include "app/film_options.h"

#include <iostream>

#include "app/progress_line.h"
#include "app/words.h"
#include "engine/base/check.h"
#include "engine/base/log.h"
#include "engine/base/stop_signal.h"

namespace chladni {

void add_film_options(CLI::App& command, FilmOptions& options) {
    command.add_option("-o,--output", options.output, "the film to write")->required();
    command.add_option("--film-size", options.film_size, "of the film, WxH; as generated, or 1280x720 with effects, where not given");
    command.add_option("--effects", options.effects, "none, or those of a look, a preset file or a name such as aurora; its words are not taken")->capture_default_str();
    command.add_option("--generator", options.generator, "ltx (the model) or pattern (needs none)")->capture_default_str();
    command.add_option("--beat-nets", options.beat_nets, "a folder of nets that help to hear the beat, or none; the bundled ones where not given")->type_name("FOLDER|none");
    command.add_option("--codec", options.codec, "h264, vp9 or prores")->capture_default_str();
    command.add_option("--crf", options.crf, "quality, 0 to 51; lower is better")->capture_default_str();
    command.add_flag("--json", options.json, "print the result as one JSON object");
}

namespace {

void choose_model(OfflineRender& job, const ModelOptions& model, const PaintOptions& paint, const Program& program) {
    job.model = model_folder(model, program);
    job.device = model.device;
    job.dtype = model.dtype;
    job.loras = loras_of(model);
    job.text = text_of(model);
    job.fp8 = model.fp8;
    job.injection_mode = paint.injection_mode;
    check_listening(paint, job.model);
}

}  // namespace

OfflineRender job_of(const FilmOptions& film, const ModelOptions& model, const PaintOptions& paint, const std::string& steps_option, const Program& program) {
    OfflineRender job;
    job.film = film.output;
    std::tie(job.film_width, job.film_height) = parse_size("--film-size", film.film_size);
    if (film.effects != "none") job.effects = program.resources.effects(film.effects).string();
    if (film.generator != "ltx" && film.generator != "pattern")
        throw UsageError("--generator: expected ltx or pattern, got '" + film.generator + "'");
    job.generator = film.generator;
    job.beat_nets = program.resources.beat_nets(film.beat_nets);
    job.codec = film.codec;
    check_range("--crf", film.crf, 0, 51);
    job.crf = film.crf;
    job.prompts = PromptTimeline(paint.prompt);
    job.negative_prompt = paint.negative_prompt;
    if (job.generator == "ltx") choose_model(job, model, paint, program);
    job.params = params_of(paint, steps_option, job.model.empty() ? initial_values() : own_values_of(job.model));
    return job;
}

int make_film(const OfflineRender& job, const FilmOptions& options, const Program& program) {
    ProgressLine line(program.quiet);
    const RenderResult result = render_offline(job, [&](const RenderProgress& progress) { line.show(progress); }, StopSignal::token());
    line.end();
    if (!result.complete)
        throw Error("stopped: expected " + with_digits(result.wanted_seconds, 1) + " s, " +
                    (result.frames ? "'" + options.output + "' holds the first " + with_digits(result.seconds, 1) + " s" : "nothing was made"));
    return tell_film(result, options);
}

int tell_film(const RenderResult& result, const FilmOptions& options) {
    if (options.json)
        std::cout << OrderedJson{{"film", options.output}, {"frames", result.frames}, {"seconds", result.seconds}, {"rtf", result.rtf}}.dump()
                  << "\n";
    else
        log_info("'" + options.output + "' holds " + with_digits(result.seconds, 1) + " s");
    return 0;
}

}  // namespace chladni
