#include <iostream>

#include "app/command.h"
#include "app/model_tools.h"
#include "engine/base/check.h"
#include "engine/base/log.h"

namespace chladni {

namespace {

struct InfoCommand {
    std::string folder;
    bool json = false;
};

int run_info(const InfoCommand& options, const Program&) {
    const OrderedJson facts = model_facts(options.folder);
    if (options.json) std::cout << facts.dump() << "\n";
    else std::cout << words_of_model(facts);
    return 0;
}

struct ImportCommand {
    std::string from, to;
};

int run_import(const ImportCommand& options, const Program&) {
    import_model(options.from, options.to);
    log_info("'" + options.to + "' holds the model of '" + options.from + "'");
    return 0;
}

struct SynthCommand {
    std::string folder, geometry = "nano", ears = "spectrogram";
    std::uint64_t seed = 1;
};

int run_synth(const SynthCommand& options, const Program&) {
    synthesize(options.folder, options.geometry, options.ears, options.seed);
    log_info("'" + options.folder + "' holds a model of random weights, geometry " + options.geometry);
    return 0;
}

struct VerifyCommand {
    VerifyWishes wishes;
    std::vector<std::string> settings;
};

// Nothing but the one sentence of a failure may appear, whatever --log-level says.
int run_verify(const VerifyCommand& options, const Program&) {
    set_log_level(LogLevel::kOff);
    VerifyWishes wishes = options.wishes;
    for (const std::string& pair : options.settings) {
        const auto equals = pair.find('=');
        if (equals == std::string::npos || equals == 0) throw UsageError("--set: expected key=value, got '" + pair + "'");
        wishes.settings[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    verify(wishes);
    return 0;
}

void add_info(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<InfoCommand>();
    CLI::App& command = *add_command(app, "info", "what a model is made of", action, options, run_info, program);
    command.add_option("folder", options->folder, "a model folder, or a single checkpoint file")->required()->type_name("DIR");
    command.add_flag("--json", options->json, "print one JSON object");
}

void add_import(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<ImportCommand>();
    CLI::App& command = *add_command(app, "import", "a model in the other layout: a single checkpoint file as a diffusers folder, or back",
                                     action, options, run_import, program);
    command.add_option("from", options->from, "a single checkpoint file, or a model folder")->required()->type_name("FROM");
    command.add_option("to", options->to, "the folder, or the file, to write; nothing may be there yet")->required()->type_name("TO");
}

void add_synth(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<SynthCommand>();
    CLI::App& command = *add_command(app, "synth", "a complete model of random weights: for tests and timing", action, options, run_synth, program);
    command.add_option("folder", options->folder, "the folder to write")->required()->type_name("DIR");
    command.add_option("--geometry", options->geometry, "nano, tiny, 2b or 13b")->capture_default_str();
    command.add_option("--encoder", options->ears, "the kind of ear: spectrogram, clap or wav2vec2")->capture_default_str();
    command.add_option("--seed", options->seed, "same seed, same bytes")->capture_default_str();
}

void add_verify(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<VerifyCommand>();
    CLI::App& command = *add_command(app, "verify", "one part of a model run on given tensors, to compare it with another implementation",
                                     action, options, run_verify, program);
    VerifyWishes& wishes = options->wishes;
    command.add_option("folder", wishes.model, "a model folder or a single checkpoint file; only the part that is run has to be there")->required()->type_name("DIR");
    command.add_option("--component", wishes.component,
                       "transformer, vae.decode, vae.encode, text, scheduler, pipeline, upsample, audio.spectrogram, audio.clap or audio.wav2vec2")->required();
    command.add_option("--inputs", wishes.inputs, "safetensors with the inputs")->required();
    command.add_option("--outputs", wishes.outputs, "safetensors to write")->required();
    command.add_option("--dtype", wishes.dtype, "float32, bfloat16 or float16")->capture_default_str();
    command.add_option("--device", wishes.device, "auto (here the CPU), cpu, cuda or cuda:N")->capture_default_str();
    command.add_option("--set", options->settings, "key=value, wins over the metadata of the inputs")->expected(1)->take_all();
}

}  // namespace

void add_model(CLI::App& app, const Program& program, Action& action) {
    CLI::App* model = app.add_subcommand("model", "looks into models, makes and checks them");
    model->fallthrough();
    model->require_subcommand(1);
    add_info(*model, program, action);
    add_import(*model, program, action);
    add_synth(*model, program, action);
    add_verify(*model, program, action);
}

}  // namespace chladni
