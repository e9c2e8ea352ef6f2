#include <iostream>

#include "app/analysis_out.h"
#include "app/command.h"
#include "engine/base/atomic_file.h"
#include "engine/runtime/sound_files.h"

namespace chladni {

namespace {

struct AnalyzeCommand {
    std::string audio, labels, plot;
    bool json = false, csv = false, causal = false;
};

int run_analyze(const AnalyzeCommand& options, const Program&) {
    const AudioBuffer sound = load_sound_file(options.audio);
    const SongAnalysis song = analyze_song(mono_of(sound), sound.sample_rate, options.causal);
    if (!options.labels.empty()) write_file_atomically(options.labels, labels_of(song));
    if (!options.plot.empty()) write_file_atomically(options.plot, plot_of(song));
    if (options.json) std::cout << json_of(song).dump() << "\n";
    else if (options.csv) std::cout << csv_of(song);
    else std::cout << words_of(song);
    return 0;
}

}  // namespace

void add_analyze(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<AnalyzeCommand>();
    CLI::App& command = *add_command(app, "analyze", "beats, downbeats, onsets, tempo and loudness of a file", action, options, run_analyze, program);
    command.add_option("audio", options->audio, "any sound file that FFmpeg reads")->required()->type_name("AUDIO");
    auto* json = command.add_flag("--json", options->json, "print one JSON object");
    command.add_flag("--csv", options->csv, "print a line per event: time, kind")->excludes(json);
    command.add_option("--labels", options->labels, "write the beats as a label track for Audacity");
    command.add_option("--plot", options->plot, "write an SVG: loudness, onsets, beats");
    command.add_flag("--causal", options->causal, "exactly what the live tracker would have said at the time");
}

}  // namespace chladni
