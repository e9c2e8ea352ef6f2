#include "app/model_options.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "app/words.h"
#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/joined.h"
#include "engine/generate/parts_folder.h"
#include "engine/runtime/generator_factory.h"

namespace chladni {

namespace fs = std::filesystem;

void add_model_options(CLI::App& command, ModelOptions& options) {
    command.add_option("--model", options.model, "model folder, or a single checkpoint file; the bundled nano model where none is named");
    command.add_option("--device", options.device, "auto, cpu, cuda or cuda:N");
    command.add_option("--dtype", options.dtype, "auto (what this machine is quicker in), float32, bfloat16 or float16; bfloat16 takes half the memory of float32");
}

void add_generator_options(CLI::App& command, ModelOptions& options) {
    command.add_option("--lora", options.loras, "FILE or FILE:STRENGTH, a LoRA of the model; may be given several times")->expected(1)->take_all();
    command.add_flag("--fp8", options.fp8, "multiply in fp8 within the transformer: NVIDIA cards from Ada and Hopper on; elsewhere slower, and only to see what it costs");
    command.add_option("--text-device", options.text_device, "where prompts are encoded: auto (as --device), cpu, cuda or cuda:N")->capture_default_str();
    command.add_flag("--free-text", options.free_text, "free the text encoder's memory after each new prompt; the next one reads it anew");
    command.add_option("--prompt-blend", options.prompt_blend, "how a prompt such as 'ink::2 neon::1' is mixed: linear or slerp")->capture_default_str();
}

TextChoice text_of(const ModelOptions& options) {
    if (options.prompt_blend != "linear" && options.prompt_blend != "slerp")
        throw UsageError("--prompt-blend: expected linear or slerp, got '" + options.prompt_blend + "'");
    return {options.text_device, options.free_text, options.prompt_blend};
}

std::vector<std::pair<fs::path, double>> loras_of(const ModelOptions& options) {
    std::vector<std::pair<fs::path, double>> loras;
    for (const std::string& word : options.loras) {
        const auto colon = word.rfind(':');
        if (colon == std::string::npos) loras.emplace_back(word, 1.0);
        else loras.emplace_back(word.substr(0, colon), number_in("--lora", word.substr(colon + 1), -100, 100));
    }
    return loras;
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
    command.add_option(steps_option, options.steps, "denoising steps");
    command.add_option("--guidance-scale", options.guidance_scale, "how strictly the picture follows the prompt; above 1 a step costs twice");
    command.add_option("--audio-scale", options.audio_scale, "how strongly the model listens; 0 is the base model");
    command.add_option("--injection-mode", options.injection_mode, "ways of the model's listening that take part: cross_attention, add, gate, concat, adaln, or several joined by +");
    command.add_option("--injection-layers", options.injection_layers, "blocks that listen, such as 8-15 or 0,2,4; or all or none");
    command.add_option("--encoder", options.encoder, "the ear that the model must have: spectrogram, clap or wav2vec2");
}

ParamValues params_of(const PaintOptions& options, const std::string& steps_option, ParamValues values) {
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

std::vector<std::pair<ParamId, float>> own_params_of(const fs::path& model) {
    const std::optional<OwnPlay> own = own_play_of(model);
    if (!own) return {};
    const auto settable = [](ParamId id, double value) { return std::pair(id, clamp_to(row_of(id), static_cast<float>(value))); };
    return {settable(ParamId::kSteps, static_cast<double>(own->steps)), settable(ParamId::kGuidanceScale, own->guidance_scale)};
}

ParamValues own_values_of(const fs::path& model) {
    ParamValues values = initial_values();
    for (const auto& [id, value] : own_params_of(model)) values[id] = value;
    return values;
}

Json config_of(const fs::path& model, const std::string& part) {
    const fs::path file = parts_folder(model) / part / "config.json";
    if (!fs::exists(file)) return nullptr;
    Json config = parse_shallow(read_text_file(file));
    require(config.is_object(), "expected a JSON object in '" + file.string() + "', got something else");
    return config;
}

namespace {

void check_word(const std::string& option, const std::string& asked, std::initializer_list<const char*> known, const std::string& has,
                const fs::path& part) {
    if (asked.empty()) return;
    if (std::ranges::find(known, asked) == known.end()) throw UsageError(option + ": expected one of " + joined(known) + ", got '" + asked + "'");
    require(has == asked, option + ": expected a model with " + asked + " in '" + part.string() + "', it has " +
                              (has.empty() ? "none" : has) + "; name another with --model");
}

std::string word_in(const Json& config, const char* key, const char* otherwise) {
    if (!config.is_object()) return "";
    const Json value = config.value(key, Json(otherwise));
    return value.is_string() ? value.get<std::string>() : "";
}

std::set<std::string> parts_of(const std::string& words) {
    std::set<std::string> parts;
    std::istringstream in(words);
    for (std::string part; std::getline(in, part, '+');) parts.insert(part);
    return parts;
}

// A model may listen in several ways; those that are asked for must be among them.
void check_modes(const std::string& asked, const fs::path& model) {
    if (asked.empty()) return;
    const Json config = config_of(model, "audio_adapter");
    std::set<std::string> has = parts_of(word_in(config, "injection_mode", "cross_attention"));
    if (config.is_object() && config.value("audio_adaln", Json(false)) == true) has.insert("adaln");
    for (const std::string& mode : parts_of(asked)) {
        if (!std::set<std::string>{"cross_attention", "add", "gate", "concat", "adaln"}.count(mode))
            throw UsageError("--injection-mode: expected cross_attention, add, gate, concat or adaln, or several joined by +, got '" + mode + "'");
        check_word("--injection-mode", mode, {mode.c_str()}, has.count(mode) ? mode : word_in(config, "injection_mode", "cross_attention"), model / "audio_adapter");
    }
}

}  // namespace

void check_listening(const PaintOptions& options, const fs::path& model) {
    check_modes(options.injection_mode, model);
    check_word("--encoder", options.encoder, {"spectrogram", "clap", "wav2vec2"},
               word_in(config_of(model, "audio_encoder"), "encoder_type", "spectrogram"), model / "audio_encoder");
}

}  // namespace chladni
