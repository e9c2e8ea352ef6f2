#include <iostream>

#include "app/analysis_out.h"
#include "app/analysis_plot.h"
#include "app/command.h"
#include "engine/base/atomic_file.h"
#include "engine/runtime/sound_files.h"

namespace chladni {

namespace {

struct AnalyzeCommand {
    std::string audio, events, labels, plot, beat_nets;
    bool json = false, csv = false, causal = false, onsets = false;
};

/// The files that were asked for. They are opened beside their names before anything is heard, so that a folder that is
/// not there is said at once, and take their names together at the end.
class AnalysisFiles {
public:
    explicit AnalysisFiles(const AnalyzeCommand& options) {
        open(events_, options.events);
        open(labels_, options.labels);
        open(plot_, options.plot);
    }

    void write(const SongAnalysis& song, const AnalyzeCommand& options) {
        if (events_) write_file_atomically(events_->path(), csv_of(song));
        if (labels_) write_file_atomically(labels_->path(), labels_of(song, options.onsets));
        if (plot_) write_file_atomically(plot_->path(), plot_of(song, std::filesystem::path(options.audio).filename().string()));
        for (auto* file : {&events_, &labels_, &plot_})
            if (*file) (*file)->commit();
    }

private:
    static void open(std::optional<AtomicFile>& file, const std::string& name) {
        if (!name.empty()) file.emplace(name);
    }
    std::optional<AtomicFile> events_, labels_, plot_;
};

int run_analyze(const AnalyzeCommand& options, const Program& program) {
    AnalysisFiles files(options);
    const SongAnalysis song = analyze_sound_file(options.audio, options.causal, load_beat_nets(program.resources.beat_nets(options.beat_nets)));
    files.write(song, options);
    if (options.json) std::cout << json_of(song).dump() << "\n";
    else if (options.csv) std::cout << csv_of(song);
    else std::cout << words_of(song);
    return 0;
}

}  // namespace

void add_analyze(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<AnalyzeCommand>();
    CLI::App& command = *add_command(app, "analyze", "beats, downbeats, onsets, tempo and loudness of a file", action, options, run_analyze, program);
    command.add_option("audio", options->audio, "any sound file that FFmpeg reads, or a film")->required()->type_name("AUDIO");
    auto* json = command.add_flag("--json", options->json, "print one JSON object");
    command.add_flag("--csv", options->csv, "print a line per event: time, kind")->excludes(json);
    command.add_option("--events", options->events, "write the lines of --csv to this file")->type_name("FILE.csv");
    command.add_option("--labels", options->labels, "write the beats, with the numbers of the bars, as a label track for Audacity")->type_name("FILE.txt");
    command.add_flag("--onsets", options->onsets, "the onsets too on the label track");
    command.add_option("--plot", options->plot, "write a picture: waveform, onsets, beats, bars, tempo and confidence")->type_name("FILE.svg");
    command.add_option("--beat-nets", options->beat_nets, "a folder of nets that help to hear the beat, or none; the bundled ones where not given")->type_name("FOLDER|none");
    command.add_flag("--causal", options->causal, "exactly what the live tracker would have said at the time");
}

}  // namespace chladni
