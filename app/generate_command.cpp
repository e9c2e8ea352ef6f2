#include <algorithm>
#include <filesystem>

#include "app/film_options.h"
#include "app/model_options.h"
#include "app/progress_line.h"
#include "app/words.h"
#include "engine/base/stop_signal.h"
#include "engine/runtime/offline_clip.h"

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
    std::vector<std::string> conditions;
    std::string upsampler, extend;
    int extend_frames = 17, tile = 0;
    double decode_timestep = 0.05, decode_noise = 0, tone_map = 0;
    double image_noise = 0;
};

// FILE, FILE@FRAME or FILE@FRAME:STRENGTH.
ClipCondition condition_of(const std::string& words) {
    ClipCondition condition;
    const auto at = words.rfind('@');
    condition.file = words.substr(0, at);
    if (at == std::string::npos) return condition;
    const std::string place = words.substr(at + 1);
    const auto colon = place.find(':');
    condition.frame = static_cast<std::int64_t>(number_in("--condition", place.substr(0, colon), 0, 100000));
    if (colon != std::string::npos) condition.strength = number_in("--condition", place.substr(colon + 1), 0, 1);
    return condition;
}

ClipCall call_of(const GenerateCommand& options) {
    const PaintOptions& paint = options.paint;
    ClipCall call;
    call.width = options.width;
    call.height = options.height;
    call.num_frames = options.num_frames;
    call.frame_rate = options.frame_rate;
    call.prompt = paint.prompt;
    call.negative_prompt = paint.negative_prompt;
    call.audio_scale = paint.audio_scale.value_or(1.0);
    call.audio_injection_mode = paint.injection_mode;
    call.num_inference_steps = paint.steps;
    call.guidance_scale = paint.guidance_scale;
    call.seed = static_cast<std::uint64_t>(paint.seed.value_or(1));
    if (!paint.injection_layers.empty()) {
        const std::vector<std::size_t> layers = parse_layers(paint.injection_layers);
        for (std::size_t i = 0; i < kMaxLayers; ++i) call.audio_injection_layers.push_back(std::ranges::find(layers, i) != layers.end());
    }
    for (const std::string& words : options.conditions) call.conditions.push_back(condition_of(words));
    if (!options.extend.empty()) call.conditions.push_back({options.extend, 0, 1.0, options.extend_frames});
    call.image_cond_noise_scale = options.image_noise;
    call.decode_timestep = options.decode_timestep;
    call.decode_noise_scale = options.decode_noise;
    call.tone_map_compression = options.tone_map;
    call.decode_tile = options.tile;
    return call;
}

int run_generate(const GenerateCommand& options, const Program& program) {
    OfflineRender job = job_of(options.film, options.model, options.paint, kSteps, program);
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
    check_range("--image-noise", options.image_noise, 0, 1);
    check_range("--tile", options.tile, 0, 4096);
    check_range("--extend-frames", options.extend_frames, 1, 100000);
    check_range("--decode-timestep", options.decode_timestep, 0, 1);
    check_range("--decode-noise", options.decode_noise, 0, 1);
    check_range("--tone-map", options.tone_map, 0, 1);
    job.upsampler = options.upsampler;
    if (job.generator == "pattern") return make_film(job, options.film, program);
    ClipCall call = call_of(options);
    ProgressLine line(program.quiet);
    call.progress = [&](std::size_t step, std::size_t of) { line.show_step(step, of); };
    const RenderResult result = render_clip(job, call, StopSignal::token());
    line.end();
    return tell_film(result, options.film);
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
    command.add_option("--condition", options->conditions,
                       "FILE, FILE@FRAME or FILE@FRAME:STRENGTH: a picture or a film that the clip holds to from that frame on; may be given several times")
        ->expected(1)
        ->take_all();
    command.add_option("--extend", options->extend, "a film that the clip goes on from: its last frames are the clip's first");
    command.add_option("--extend-frames", options->extend_frames, "how many of them")->capture_default_str();
    command.add_option("--image-noise", options->image_noise, "noise on what conditions, 0 to 1: keeps a still picture from freezing the clip (LTX-Video: 0.15)");
    command.add_option("--upsampler", options->upsampler, "a latent upsampler, folder or file: the clip is made small, enlarged by it and made over");
    command.add_option("--tone-map", options->tone_map, "of that second pass: softens what is too bright, 0 to 1")->capture_default_str();
    command.add_option("--tile", options->tile, "decode in tiles of so many latent cells: less memory for large pictures; 0: whole")->capture_default_str();
    command.add_option("--decode-timestep", options->decode_timestep, "how noisy the autoencoder takes its latents to be, 0 to 1")->capture_default_str();
    command.add_option("--decode-noise", options->decode_noise, "noise that they are given for it, 0 to 1 (LTX-Video: 0.025)")->capture_default_str();
    add_paint_options(command, options->paint, kSteps);
    add_model_options(command, options->model);
    add_generator_options(command, options->model);
}

}  // namespace chladni
