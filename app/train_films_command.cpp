#include <iostream>

#include "app/films_out.h"
#include "app/progress_line.h"
#include "app/train.h"
#include "app/words.h"
#include "engine/base/check.h"
#include "engine/base/stop_signal.h"

namespace chladni {

namespace {

struct TrainFilmsCommand {
    std::string folder, size = "768x512", caption, indexes, beat_nets;
    int frames = ClipFormat{}.frames;
    double frame_rate = ClipFormat{}.frame_rate;
    bool json = false;
};

FilmFolderOptions films_of(const TrainFilmsCommand& options, const Program& program) {
    FilmFolderOptions films;
    films.folder = options.folder;
    films.clip.frames = options.frames;
    films.clip.frame_rate = options.frame_rate;
    std::tie(films.clip.width, films.clip.height) = parse_size("--size", options.size);
    films.caption = options.caption;
    films.indexes = options.indexes;
    films.beat_nets = load_beat_nets(program.resources.beat_nets(options.beat_nets));
    films.stop = StopSignal::token();
    return films;
}

int run_train_films(const TrainFilmsCommand& options, const Program& program) {
    FilmFolderOptions films = films_of(options, program);
    ProgressLine progress(program.quiet);
    films.progress = [&](const std::string&, std::size_t number, std::size_t of) { progress.show_step(number, of); };
    const FilmFolder folder(films);
    progress.end();
    require(folder.complete(), "expected to read all films of '" + options.folder + "', stopped after " + std::to_string(folder.films().size()) + " of them");
    if (options.json) std::cout << json_of(folder, films.clip).dump(-1, ' ', false, OrderedJson::error_handler_t::replace) << "\n";
    else std::cout << words_of(folder, films.clip);
    require(folder.size() > 0, "expected a film with " + std::to_string(options.frames) + " frames without a cut in '" + options.folder + "', found none");
    return 0;
}

}  // namespace

void add_train_films(CLI::App& train, const Program& program, Action& action) {
    const auto options = std::make_shared<TrainFilmsCommand>();
    CLI::App& command = *add_command(train, "films", "lists what a folder of films with sound would be cut into: clips, cuts, captions, and what cannot be used",
                                     action, options, run_train_films, program);
    command.add_option("folder", options->folder, "films, in any folders below; NAME.txt beside NAME.mp4 is its caption")->required()->type_name("FOLDER");
    command.add_option("--frames", options->frames, "per clip: a multiple of 8, and one")->capture_default_str();
    command.add_option("--size", options->size, "WxH of the clips: films are scaled to cover it and cut around their middle")->capture_default_str();
    command.add_option("--fps", options->frame_rate, "frames a second of the clips")->capture_default_str();
    command.add_option("--caption", options->caption, "of films without a text beside them")->type_name("TEXT");
    command.add_option("--index", options->indexes, "keep here what was found in each film: a second time it is not read again")->type_name("FOLDER");
    command.add_option("--beat-nets", options->beat_nets, "a folder of nets that help to hear the beat, or none; the bundled ones where not given")->type_name("FOLDER|none");
    command.add_flag("--json", options->json, "print one JSON object");
}

}  // namespace chladni
