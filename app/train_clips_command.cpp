#include <cstdio>

#include "app/clip_out.h"
#include "app/progress_line.h"
#include "app/train.h"
#include "app/words.h"
#include "engine/base/check.h"
#include "engine/base/stop_signal.h"
#include "engine/runtime/procedural_clips.h"

namespace chladni {

namespace {

struct TrainClipsCommand {
    std::string folder, songs, size = "256x144";
    std::uint64_t count = 16, first = 0;
    int frames = 97;
    bool held_back = false;
};

std::filesystem::path clip_path(const TrainClipsCommand& options, std::uint64_t number) {
    char name[40];
    std::snprintf(name, sizeof name, "clip_%06llu.mp4", static_cast<unsigned long long>(number));
    return std::filesystem::path(options.folder) / name;
}

ProceduralClipsOptions clips_of(const TrainClipsCommand& options) {
    check_range("--frames", options.frames, 1, 24 * 60);
    check_range("--count", static_cast<double>(options.count), 1, 1e6);
    ProceduralClipsOptions clips;
    std::tie(clips.width, clips.height) = parse_size("--size", options.size);
    check_range("--size", std::min(clips.width, clips.height), 16, 4096);
    if (clips.width % 2 || clips.height % 2) throw UsageError("--size: expected an even width and height, got " + options.size);
    clips.frames = options.frames;
    clips.songs = options.songs;
    clips.held_back = options.held_back;
    return clips;
}

int run_train_clips(const TrainClipsCommand& options, const Program& program) {
    const ProceduralClips clips(clips_of(options));
    std::filesystem::create_directories(options.folder);
    ProgressLine progress(program.quiet);
    for (std::uint64_t i = 0; i < options.count; ++i) {
        require(!StopSignal::token().stop_requested(), "expected all " + std::to_string(options.count) + " clips, stopped after " + std::to_string(i));
        save_clip(clip_path(options, options.first + i), clips.make(options.first + i));
        progress.show_step(i, options.count);
    }
    progress.end();
    return 0;
}

}  // namespace

void add_train_clips(CLI::App& train, const Program& program, Action& action) {
    const auto options = std::make_shared<TrainClipsCommand>();
    CLI::App& command = *add_command(train, "clips", "writes procedural clips, films with sound and a caption beside: what the small model learns from",
                                     action, options, run_train_clips, program);
    command.add_option("-o,--output", options->folder, "the folder to write into")->required()->type_name("FOLDER");
    command.add_option("--songs", options->songs, "a folder of sound files, each perhaps with a .score.json; the built-in musician alone where not given")->type_name("FOLDER");
    command.add_option("--count", options->count, "how many")->capture_default_str();
    command.add_option("--first", options->first, "number of the first: the same number is the same clip")->capture_default_str();
    command.add_option("--size", options->size, "WxH, even")->capture_default_str();
    command.add_option("--frames", options->frames, "per clip, 24 a second")->capture_default_str();
    command.add_flag("--held-back", options->held_back, "the clips that no training sees: other songs, shapes and wordings");
}

}  // namespace chladni
