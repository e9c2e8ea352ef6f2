#include <iostream>

#include "app/arguments.h"
#include "app/films_out.h"
#include "app/train.h"
#include "app/train_out.h"
#include "app/train_samples.h"
#include "app/words.h"
#include "engine/base/check.h"
#include "engine/base/log.h"
#include "engine/base/stop_signal.h"
#include "engine/runtime/film_folder.h"

namespace chladni {

namespace {

constexpr std::size_t kHeldBackEvery = 16;  // of the clips, to judge by

struct TrainAdapterCommand {
    std::string folder, base, output, run, caption, layers, beat_nets;
    int clip_windows = 2;
    std::size_t samples = 0;
    bool anew = false;
    AdapterWishes ears;
    TrainWishes wishes;
};

FilmFolderOptions films_of(const TrainAdapterCommand& options, const TrainWishes& wishes, const Program& program) {
    const ClipShape shape = clip_shape(wishes.model, options.clip_windows);
    FilmFolderOptions films;
    films.folder = options.folder;
    films.clip.frames = shape.frames;
    films.clip.frame_rate = shape.frame_rate;
    films.clip.width = shape.width, films.clip.height = shape.height;
    films.temporal_ratio = shape.temporal_ratio;
    films.caption = options.caption;
    films.indexes = wishes.run / "films";
    films.beat_nets = load_beat_nets(program.resources.beat_nets(options.beat_nets));
    films.stop = StopSignal::token();
    return films;
}

// Every sixteenth clip is held back, the others are learned from.
ClipSource source_of(const std::shared_ptr<FilmFolder>& folder, bool held_back) {
    const auto numbers = std::make_shared<std::vector<std::size_t>>();
    ClipSource source;
    for (std::size_t i = 0; i < folder->size(); ++i) {
        if ((i % kHeldBackEvery == kHeldBackEvery - 1) != held_back) continue;
        numbers->push_back(i);
        source.keys.push_back(folder->places()[i].key);
        source.captions.push_back(folder->films()[folder->places()[i].film].caption);
    }
    source.each = [folder, numbers](const auto& wanted, const auto& take, std::stop_token stop) {
        const auto place = [&](std::size_t clip) { return std::lower_bound(numbers->begin(), numbers->end(), clip) - numbers->begin(); };
        const auto is_ours = [&](std::size_t clip) { return std::binary_search(numbers->begin(), numbers->end(), clip); };
        folder->for_each_clip([&](std::size_t clip) { return is_ours(clip) && wanted(static_cast<std::size_t>(place(clip))); },
                              [&](std::size_t clip, FilmClip&& film) { return take(static_cast<std::size_t>(place(clip)), std::move(film)); }, stop);
    };
    return source;
}

int run_train_adapter(const TrainAdapterCommand& options, const Program& program) {
    check_range("--clip-windows", options.clip_windows, 1, 16);
    AdapterWishes ears = options.ears;
    if (!options.layers.empty()) ears.layers = parse_layers(options.layers);
    ears.seed = options.wishes.seed;
    TrainWishes wishes = options.wishes;
    wishes.run = options.run.empty() ? options.output + ".run" : options.run;
    const bool goes_on = std::filesystem::exists(wishes.run / "checkpoint.safetensors");
    wishes.model = begun_model(options.output, options.base);
    if (goes_on) log_info("goes on from the checkpoint in '" + wishes.run.string() + "' with the ears that were begun then; to begin others, name another output");
    once_in_team([&] {
        if (!goes_on) begin_adapter(options.output, options.base, ears, options.anew);
        FilmFolder(films_of(options, wishes, program));  // keeps what it finds in each: the other processes need not read it too
    });
    const auto folder = std::make_shared<FilmFolder>(films_of(options, wishes, program));
    for (const FilmProblem& problem : folder->problems()) log_warning(problem.sentence);
    if (!folder->complete()) return 0;
    require(folder->size() > 0, "expected films with sound in '" + options.folder + "' that give a clip, found none; 'chladni train films' tells why");
    TrainOut out(wishes.run, options.output, program.quiet);
    const ClipSource judged = source_of(folder, true);
    TrainSamples samples(wishes, options.samples);
    once_in_team([&] { samples.choose(judged, StopSignal::token()); });
    const auto tell = [&](const TrainNews& news) { out(news), samples(news); };
    train_model(wishes, source_of(folder, false), judged, tell, StopSignal::token());
    log_info("'" + options.output + "' holds the model; play it with --model" + (wishes.lora_rank > 0 ? " and --lora" : ""));
    return 0;
}

}  // namespace

void add_train_adapter(CLI::App& train, const Program& program, Action& action) {
    const auto options = std::make_shared<TrainAdapterCommand>();
    CLI::App& command = *add_command(train, "adapter", "teaches a model to listen, from a folder of films with sound; goes on where it was cut off",
                                     action, options, run_train_adapter, program);
    command.add_option("folder", options->folder, "films, in any folders below; NAME.txt beside NAME.mp4 is its caption")->required()->type_name("FOLDER");
    command.add_option("--base", options->base, "the model: a folder in the diffusers layout, or a checkpoint file beside its other parts")->required()->type_name("MODEL");
    command.add_option("-o,--output", options->output, "the model with ears; the base's parts are linked, not copied")->required()->type_name("FOLDER");
    command.add_option("--run", options->run, "checkpoints, latents and the log; OUTPUT.run where not given")->type_name("FOLDER");
    command.add_option("--caption", options->caption, "of films without a text beside them")->type_name("TEXT");
    command.add_option("--injection-mode", options->ears.injection_mode, "cross_attention, add, gate, concat, adaln, or several joined by +")->capture_default_str();
    command.add_option("--injection-layers", options->layers, "blocks that listen, such as 8-15; all where not given");
    command.add_option("--window", options->ears.window_s, "s to each side that a moment hears")->capture_default_str();
    command.add_option("--encoder", options->ears.encoder, "spectrogram, clap or wav2vec2")->capture_default_str();
    command.add_option("--encoder-model", options->ears.encoder_model, "of clap and wav2vec2: a folder as transformers writes it")->type_name("FOLDER");
    command.add_option("--hidden-dim", options->ears.hidden_dim, "width of an audio token; the transformer's where not given");
    command.add_option("--lora-rank", options->wishes.lora_rank, "above 0: also a LoRA of this rank beside the blocks, written to OUTPUT/pytorch_lora_weights.safetensors")
        ->capture_default_str()->check(between(0, 1024));
    command.add_flag("--anew", options->anew, "new ears even where the base has some");
    command.add_option("--clip-windows", options->clip_windows, "length of a clip, in windows of the model")->capture_default_str();
    command.add_option("--beat-nets", options->beat_nets, "a folder of nets that help to hear the beat, or none; the bundled ones where not given")->type_name("FOLDER|none");
    add_samples_option(command, options->samples);
    options->wishes.audio_dropout = 0.0;  // without sound the model is the base, which is not trained
    add_train_options(command, options->wishes);
}

}  // namespace chladni
