#include <iostream>

#include "app/command.h"
#include "app/listen_out.h"
#include "app/words.h"
#include "engine/runtime/listen_film.h"

namespace chladni {

namespace {

constexpr double kMostShifts = 1e6;

struct ListenCommand {
    std::string film, audio, beat_nets;
    double shifts = 1000;
    std::uint64_t seed = 1;
    bool json = false, null = false;
};

int run_listen(const ListenCommand& options, const Program& program) {
    check_range("--shifts", options.shifts, 1, kMostShifts);
    ListenRequest request{options.film, options.audio, {static_cast<std::size_t>(options.shifts), options.seed, options.null},
                          load_beat_nets(program.resources.beat_nets(options.beat_nets))};
    const ListenReport report = listen_to_film(request);
    if (options.json) std::cout << json_of(report, options.null).dump() << "\n";
    else std::cout << words_of(report);
    return 0;
}

}  // namespace

void add_listen(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<ListenCommand>();
    CLI::App& command = *add_command(app, "listen", "how well a film's pictures agree with its sound", action, options, run_listen, program);
    command.add_option("film", options->film, "any film that FFmpeg reads")->required()->type_name("FILM");
    command.add_flag("--json", options->json, "print one JSON object");
    command.add_flag("--null", options->null, "judge the sound turned by one of the shifts as if it were the film's: z should be near 0; with --json, list what each shift gives");
    command.add_option("--audio", options->audio, "judge with the sound of this file instead of the film's own")->type_name("AUDIO");
    command.add_option("--shifts", options->shifts, "by how many shifts of the sound chance is learned, at most (default 1000)")->type_name("N");
    command.add_option("--seed", options->seed, "of the shifts (default 1)")->type_name("N");
    command.add_option("--beat-nets", options->beat_nets, "a folder of nets that help to hear the beat, or none; the bundled ones where not given")->type_name("FOLDER|none");
}

}  // namespace chladni
