#include "app/model_options.h"

#include <algorithm>

#include "app/words.h"
#include "engine/base/atomic_file.h"
#include "engine/base/check.h"

namespace chladni {

namespace fs = std::filesystem;

void add_model_options(CLI::App& command, ModelOptions& options) {
    command.add_option("--model", options.model, "model folder; the bundled nano model where none is named");
    command.add_option("--device", options.device, "auto, cpu, cuda or cuda:N");
    command.add_option("--dtype", options.dtype, "auto, float32, bfloat16 or float16");
}

fs::path model_folder(const ModelOptions& options, const Program& program) {
    if (options.model.empty()) return program.resources.default_model();
    require(fs::exists(options.model), "expected a model folder at '" + options.model + "', found nothing; chladni model synth makes one");
    return options.model;
}

void add_paint_options(CLI::App& command, PaintOptions& options, const std::string& steps_option) {
    command.add_option("--prompt", options.prompt, "what to paint")->capture_default_str();
    command.add_option("--negative-prompt", options.negative_prompt, "what not to paint (where the guidance is above 1)");
    command.add_option("--seed", options.seed, "fixes everything: same seed, same machine, same frames");
    command.add_option(steps_option, options.steps, "denoising steps per chunk");
    command.add_option("--guidance-scale", options.guidance_scale, "how strictly the picture follows the prompt; above 1 a step costs twice");
    command.add_option("--audio-scale", options.audio_scale, "how strongly the model listens; 0 is the base model");
    command.add_option("--injection-mode", options.injection_mode, "the way the model must listen: cross_attention, add, gate or concat");
    command.add_option("--injection-layers", options.injection_layers, "blocks that listen, such as 8-15 or 0,2,4; or all or none");
    command.add_option("--encoder", options.encoder, "the ear that the model must have: spectrogram, clap or wav2vec2");
}

ParamValues params_of(const PaintOptions& options, const std::string& steps_option) {
    ParamValues values = initial_values();
    if (options.seed) set_param(values, ParamId::kSeed, static_cast<double>(*options.seed), "--seed");
    if (options.steps) set_param(values, ParamId::kSteps, static_cast<double>(*options.steps), steps_option);
    if (options.guidance_scale) set_param(values, ParamId::kGuidanceScale, *options.guidance_scale, "--guidance-scale");
    if (options.audio_scale) set_param(values, ParamId::kAudioScale, *options.audio_scale, "--audio-scale");
    if (!options.injection_layers.empty()) {
        const auto layers = parse_layers(options.injection_layers);
        for (std::size_t i = 0; i < kMaxLayers; ++i)
            values[layer_param(i)] = std::ranges::find(layers, i) != layers.end() ? 1.0f : 0.0f;
    }
    return values;
}

Json config_of(const fs::path& model, const std::string& part) {
    const fs::path file = model / part / "config.json";
    if (!fs::exists(file)) return nullptr;
    Json config = Json::parse(read_text_file(file), nullptr, false);
    require(config.is_object(), "expected a JSON object in '" + file.string() + "', got something else");
    return config;
}

namespace {

void check_word(const std::string& option, const std::string& asked, std::initializer_list<const char*> known, const std::string& has,
                const fs::path& part) {
    if (asked.empty()) return;
    std::string list;
    for (const char* word : known) list += (list.empty() ? "" : ", ") + std::string(word);
    if (std::ranges::find(known, asked) == known.end()) throw UsageError(option + ": expected one of " + list + ", got '" + asked + "'");
    require(has == asked, option + ": expected a model with " + asked + " in '" + part.string() + "', it has " +
                              (has.empty() ? "none" : has) + "; name another with --model");
}

std::string word_in(const Json& config, const char* key, const char* otherwise) {
    if (!config.is_object()) return "";
    const Json value = config.value(key, Json(otherwise));
    return value.is_string() ? value.get<std::string>() : "";
}

}  // namespace

void check_listening(const PaintOptions& options, const fs::path& model) {
    check_word("--injection-mode", options.injection_mode, {"cross_attention", "add", "gate", "concat"},
               word_in(config_of(model, "audio_adapter"), "injection_mode", "cross_attention"), model / "audio_adapter");
    check_word("--encoder", options.encoder, {"spectrogram", "clap", "wav2vec2"},
               word_in(config_of(model, "audio_encoder"), "encoder_type", "spectrogram"), model / "audio_encoder");
}

}  // namespace chladni
