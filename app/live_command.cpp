#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <sstream>

#include "app/arguments.h"
#include "app/command.h"
#include "app/live_window.h"
#include "app/model_options.h"
#include "app/words.h"
#include "engine/audio/audio_clock.h"
#include "engine/base/check.h"
#include "engine/base/digits.h"
#include "engine/base/log.h"
#include "engine/base/stop_signal.h"
#include "engine/base/user_folders.h"
#include "engine/runtime/new_notices.h"
#include "engine/runtime/show.h"

namespace chladni {

namespace {

struct LiveCommand {
    std::vector<std::string> inputs;
    std::string channels;
    std::optional<double> gain_db, gate_db, target_db;
    bool auto_gain = false, once = false;
    std::string beat_nets, preset, output, size, generate_size, record, status_socket, midi_map, midi_learned, effects;
    std::string prompt = kFirstPrompt, negative_prompt;
    std::string generator = "ltx", audio_api, midi_api;
    std::vector<std::string> midi;
    double duration_s = 0, fps = 60;
    int lose_gpu_every = 0;
    bool headless = false, silent = false, validation = false;
    ModelOptions model;
};

void choose_inputs(ShowConfig& config, const LiveCommand& options, const Program& program) {
    config.input = options.inputs.empty() ? "file:" + program.resources.demo_track().string() : options.inputs.front();
    for (std::size_t i = 1; i < options.inputs.size(); ++i) config.more_inputs.push_back(options.inputs[i]);
    config.audio_api = options.audio_api;
    config.audible = !options.silent;
}

void set_sound_params(ShowConfig& config, const LiveCommand& options) {
    const auto set = [&](ParamId id, double value, const char* option) {
        check_range(option, value, row_of(id).min, row_of(id).max);
        config.params.emplace_back(id, static_cast<float>(value));
    };
    if (!options.channels.empty()) {
        const auto [first, pair] = parse_channels(options.channels);
        set(ParamId::kChannel, first, "--channels");
        set(ParamId::kChannelPair, pair, "--channels");
    }
    if (options.gain_db) set(ParamId::kGainDb, *options.gain_db, "--gain");
    if (options.gate_db) set(ParamId::kGateDb, *options.gate_db, "--gate");
    if (options.target_db) set(ParamId::kTargetDb, *options.target_db, "--auto-gain-target");
    if (options.auto_gain || options.target_db) set(ParamId::kAutoGain, 1, "--auto-gain");
    if (options.once) set(ParamId::kLoop, 0, "--once");
}

void choose_look(ShowConfig& config, const LiveCommand& options, const Program& program) {
    config.effects = options.effects != "none";
    if (!options.preset.empty()) config.preset = program.resources.look(options.preset);
    else if (config.effects && !options.effects.empty()) config.preset = program.resources.effects(options.effects);
}

// Of each map one, since each is of another controller. Nothing is kept where there is no home.
std::filesystem::path learned_file(const std::string& wish, const std::filesystem::path& map) {
    if (wish == "none") return {};
    if (!wish.empty()) return wish;
    const std::filesystem::path settings = user_settings_folder();
    return settings.empty() ? settings : settings / "midi" / map.filename();
}

ShowConfig config_of(const LiveCommand& options, const Program& program) {
    ShowConfig config;
    choose_inputs(config, options, program);
    set_sound_params(config, options);
    config.beat_nets = program.resources.beat_nets(options.beat_nets);
    config.generator = options.generator;
    if (options.generator == "ltx") {
        config.model = model_folder(options.model, program);
        config.model_params = own_params_of(config.model);
    }
    config.loras = loras_of(options.model);
    config.text = text_of(options.model);
    config.fp8 = options.model.fp8;
    config.device = options.model.device;
    config.dtype = options.model.dtype;
    std::tie(config.generate_width, config.generate_height) = parse_size("--generate-size", options.generate_size);
    if (const auto [width, height] = parse_size("--size", options.size); width > 0) config.width = width, config.height = height;
    check_range("--fps", options.fps, 1, 240);
    check_range("--duration", options.duration_s, 0, 1e7);
    config.frame_rate = options.fps;
    config.prompt = options.prompt;
    config.negative_prompt = options.negative_prompt;
    choose_look(config, options, program);
    config.midi_api = options.midi_api;
    config.midi_ports = options.midi;
    config.midi_map = program.resources.midi_map(options.midi_map);
    config.midi_learned = learned_file(options.midi_learned, config.midi_map);
    config.record = options.record;
    config.status_socket = options.status_socket;
    config.validation = options.validation;
    config.lose_gpu_every = options.lose_gpu_every;
    return config;
}

// New notices of the show, and what the sound input says, go to the log: without a window nobody else would tell.
class NoticeLog {
public:
    void take(const ShowStatus& status) {
        if (!status.audio.message.empty() && status.audio.message != sound_) log_warning(sound_ = status.audio.message);
        for (const std::string& notice : new_notices(seen_, status.notices)) log_warning(notice);
        seen_ = status.notices;
    }

private:
    std::vector<std::string> seen_;
    std::string sound_;
};

// Without a window, how it went is told at the end.
void tell_show(const ShowStatus& status) {
    log_info("the show: " + std::to_string(status.render.frames) + " pictures, at most " + with_digits(status.render.max_gap_ms, 0) + " ms apart; " +
             std::to_string(status.gen.chunks) + " chunks (" + status.gen.name + "), " + std::to_string(status.gen.late) + " of them late");
}

int run_headless(const ShowConfig& config, double duration_s) {
    constexpr auto kLookEvery = std::chrono::milliseconds(20);
    Show show(config);
    show.start_picture(nullptr, nullptr);
    NoticeLog notices;
    const std::stop_token stop = StopSignal::token();
    const std::int64_t began_ns = AudioClock::now_ns();
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested() && !show.quit_requested()) {
        notices.take(show.status());
        if (duration_s > 0 && static_cast<double>(AudioClock::now_ns() - began_ns) * 1e-9 >= duration_s) break;
        never.wait_for(lock, stop, kLookEvery, [] { return false; });
    }
    tell_show(show.status());
    show.stop();
    if (show.left_a_thread_behind()) std::_Exit(0);  // a hanging generator is not waited for
    return 0;
}

int run_live(const LiveCommand& options, const Program& program) {
    const ShowConfig config = config_of(options, program);
    if (options.headless) return run_headless(config, options.duration_s);
    return open_live_window(config, options.output, options.duration_s, program);
}

std::string table_of_parameters() {
    std::ostringstream out;
    out << "Parameters (for MIDI maps, presets and the status socket):\n";
    for (const ParamRow& row : param_table()) {
        if (row.group == ParamGroup::kLayers) continue;
        out << "  " << row.id << std::string(row.id.size() < 18 ? 18 - row.id.size() : 1, ' ') << row.min << " to " << row.max
            << (row.unit.empty() ? "" : " ") << row.unit << ", at first " << row.initial << ". " << row.help << "\n";
    }
    out << "  layer.0 to layer." << kMaxLayers - 1 << "  0 or 1, at first 1. Whether this transformer block hears the sound.\n";
    return out.str();
}

}  // namespace

void add_live(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<LiveCommand>();
    CLI::App& command = *add_command(app, "live", "the live show, in a window or headless; what chladni does by itself", action, options, run_live, program);
    command.add_option("--input", options->inputs, "device:NAME, file:PATH (again and again, or an .m3u: a playlist) or none; the bundled track where not given")
        ->expected(1)->take_all();
    command.add_option("--channels", options->channels, "of the input that are heard: all, one such as 3, or a pair such as 3-4");
    command.add_option("--gain", options->gain_db, "of what the analysis hears, dB");
    command.add_flag("--auto-gain", options->auto_gain, "bring what the analysis hears to a level by itself");
    command.add_option("--auto-gain-target", options->target_db, "that level, dBFS RMS");
    command.add_option("--gate", options->gate_db, "what is quieter, dBFS, is silence to the analysis");
    command.add_flag("--once", options->once, "a file or playlist does not start again at its end");
    command.add_option("--beat-nets", options->beat_nets, "a folder of nets that help to hear the beat, or none; the bundled ones where not given")->type_name("FOLDER|none");
    command.add_option("--generator", options->generator, "ltx (the model), pattern, or fake:ms=N,hang_at=K,throw_at=K,oom_at=K")->capture_default_str();
    command.add_option("--prompt", options->prompt, "what to paint")->capture_default_str();
    command.add_option("--negative-prompt", options->negative_prompt, "what not to paint");
    command.add_option("--preset", options->preset, "a look to begin with: a file or a name such as aurora");
    command.add_option("--effects", options->effects, "none, or a look");
    command.add_option("--size", options->size, "of the program picture, WxH; 1280x720 where not given");
    command.add_option("--generate-size", options->generate_size, "of generated frames, WxH; the model's own where not given");
    command.add_option("--fps", options->fps, "of the program picture")->capture_default_str();
    command.add_option("--output", options->output, "full screen on this display from the start");
    command.add_flag("--headless", options->headless, "no window: the picture is drawn offscreen");
    command.add_option("--duration", options->duration_s, "ends after so many seconds");
    command.add_option("--record", options->record, "write a film of the show");
    command.add_option("--status-socket", options->status_socket, "Unix socket for status lines and commands");
    command.add_option("--audio-api", options->audio_api, "jack, alsa, pulse ...; any where not given");
    command.add_option("--midi-api", options->midi_api, "jack or alsa; whichever works where not given");
    command.add_option("--midi", options->midi, "a controller, by a part of its name; all where none is given")->expected(1)->take_all();
    options->midi_map = "generic";
    command.add_option("--midi-map", options->midi_map, "controller map: a file or a name such as nanokontrol2")->capture_default_str();
    command.add_option("--midi-learned", options->midi_learned, "the file that keeps what controllers learn, or none; one for each map in ~/.config/chladni/midi where not given")->type_name("FILE|none");
    command.add_flag("--silent", options->silent, "a file is not played to the speakers");
    command.add_flag("--validation", options->validation, "turn the Vulkan validation layer on");
    command.add_option("--lose-gpu-every", options->lose_gpu_every, "for rehearsals: the GPU counts as lost after so many pieces of work, some to a picture")
        ->type_name("N")->check(between(1, 1e9));
    add_model_options(command, options->model);
    add_generator_options(command, options->model);
    command.footer(table_of_parameters());
}

}  // namespace chladni
