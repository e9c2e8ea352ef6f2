#include "engine/runtime/show.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/params/preset.h"
#include "engine/runtime/generator_factory.h"
#include "engine/runtime/show_state.h"
#include "engine/runtime/sound_files.h"

namespace chladni {

namespace {

constexpr std::size_t kHistorySamples = 60 * 48000;
constexpr std::size_t kSlots = 192;                             // eight seconds at 24 fps
constexpr std::size_t kSlotBytes = 1920ull * 1088 * 4;          // the largest generated frame
constexpr std::size_t kNotices = 50;

InputChoice choice_of(const std::string& input, const ShowConfig& config) {
    InputChoice choice;
    if (input.starts_with("device:")) {
        choice = device_choice(input.substr(7), config.audio_api);
    } else if (input.starts_with("file:")) {
        choice.kind = InputChoice::Kind::kFile;
        choice.name = input.substr(5);
    } else if (!input.empty() && input != "none") {
        throw UsageError("--input: expected device:NAME, file:PATH or none, got '" + input + "'");
    }
    choice.audible = config.audible;
    return choice;
}

InputChoice choice_of(const std::vector<std::string>& inputs, const ShowConfig& config) {
    InputChoice choice = choice_of(inputs.empty() ? "none" : inputs.front(), config);
    for (std::size_t i = 1; i < inputs.size(); ++i) {
        if (!inputs[i].starts_with("file:") || choice.kind != InputChoice::Kind::kFile)
            throw UsageError("--input: expected several inputs to be files, got '" + inputs[i] + "'; give one device, or file:PATH each time");
        choice.more_files.push_back(inputs[i].substr(5));
    }
    return choice;
}

std::string label_of(const AudioDeviceInfo& device) {
    const std::string words = device.label.empty() ? device.name : device.label;
    return words + " (" + device.host_api + ")" + (device.problem.empty() ? "" : ": " + device.problem);
}

}  // namespace

Show::State::State(const ShowConfig& wanted)
    : config(wanted),
      notices(std::make_shared<Bulletin<std::vector<std::string>>>()),
      heard(kHistorySamples),
      jack(std::make_shared<ServerGate>()),
      keeper(input, load_sound_file, jack),
      knobs(params, keeper),
      analysis(input, params, [this] { return knobs.look(), keeper.sample_rate(); }, heard, load_beat_nets(config.beat_nets),
               noticer()),
      future(input, keeper, heard),
      slots(kSlots, kSlotBytes),
      frames(kSlots),
      recorder(heard, noticer()),
      hands(params, config.midi_api, config.midi_map.string(), config.midi_learned.string(), noticer(), jack, [this](BeatCommand command) { analysis.beat(command); },
            [this](const MidiEvent& event, std::int64_t host_ns) { analysis.clock(event, host_ns); }) {
    prompts.post({config.prompt, config.negative_prompt});
    for (const auto& [id, value] : config.model_params) params.set(id, value);
    if (!config.preset.empty()) use_preset(config.preset.string());
    for (const auto& [id, value] : config.params) params.set(id, value);
    std::vector<std::string> inputs{config.input};
    inputs.insert(inputs.end(), config.more_inputs.begin(), config.more_inputs.end());
    choice_of(inputs, config);  // throws for wrong words before anything starts
    // The stage, the ears and the window need a core: a model on all of them waits for its slowest thread at every layer.
    constexpr int kCoresLeft = 1;
    GeneratorFactory factory = generator_factory(config, kCoresLeft);
    if (!config.status_socket.empty())
        socket = std::make_unique<StatusSocket>(config.status_socket, [this] { return status_line(); },
                                                [this](const Json& words) { command(words); });
    if (!config.midi_ports.empty()) hands.choose(config.midi_ports);
    choose(inputs);
    GenerationPlace place{heard, params, prompts, [this] { return future.now(); }, noticer(), slots, frames, generation_status};
    generation = std::make_unique<GenerationLoop>(std::move(place), std::move(factory));
}

Show::State::~State() {
    socket.reset();
    recorder.stop();
    render.reset();
}

// Outlives the show with whoever holds it: a thread that was left behind may still have something to say.
std::function<void(const std::string&)> Show::State::noticer() {
    return [notices = notices](const std::string& words) {
        notices->edit([&](std::vector<std::string>& list) {
            if (!list.empty() && list.back() == words) return;
            list.push_back(words);
            if (list.size() > kNotices) list.erase(list.begin());
        });
    };
}

void Show::State::notice(const std::string& words) { noticer()(words); }

// A new file plays from its beginning, whatever the hands did to the one before.
void Show::State::choose(const std::vector<std::string>& inputs) {
    InputChoice choice = choice_of(inputs, config);
    choice.loop = params.get(ParamId::kLoop) >= 0.5f;
    if (choice.kind == InputChoice::Kind::kFile) {
        params.set(ParamId::kPlay, 1);
        params.set(ParamId::kLoopSpan, 0);
    }
    keeper.choose(choice);
}

void Show::State::use_preset(const std::string& path) {
    const Preset preset = chladni::load_preset(path);
    for (const auto& [id, value] : preset.values) params.set(id, value);
    for (const std::string& id : preset.unknown)
        notice("the preset " + path + " names '" + id + "', which no parameter has; it is left out");
    prompts.edit([&](Prompts& words) {
        if (preset.prompt) words.prompt = *preset.prompt;
        if (preset.negative_prompt) words.negative_prompt = *preset.negative_prompt;
    });
}

void Show::State::take_screenshot(const std::string& path) {
    require(desk.running, "expected a running picture to take a screenshot of, there is none");
    desk.screenshot.post(path);
}

void Show::State::record(const std::string& path) {
    if (path.empty()) recorder.end();
    else recorder.start(path, config.width, config.height);
}

void Show::State::panic() {
    for (std::size_t i = 0; i < kParamCount; ++i) {
        const ParamGroup group = param_table()[i].group;
        if (group == ParamGroup::kStage || group == ParamGroup::kEffects || group == ParamGroup::kPicture)
            params.set(static_cast<ParamId>(i), param_table()[i].initial);
    }
    notice("panic: the picture is back to its safe start");
}

Show::Show(const ShowConfig& config) : state_(std::make_unique<State>(config)) {}
Show::~Show() = default;

void Show::start_picture(SurfaceProvider* preview, SurfaceProvider* output) {
    State& s = *state_;
    stop_picture();
    const PictureOptions options{s.config.width, s.config.height, s.config.effects, s.config.validation, preview, output, s.config.lose_gpu_every};
    std::unique_ptr<Picture> picture;
    try {
        picture = make_vulkan_picture(options);
    } catch (const Error& error) {
        if (preview || output) throw;
        s.notice(std::string(error.what()) + " (the picture is drawn in memory, without effects)");
        picture = make_memory_picture(options);
    }
    RenderPlace place{s.heard, s.params, s.slots, s.frames, s.desk, s.noticer(),
                      [&s](Picture& drawn, Seconds now) { s.recorder.offer(drawn, now); }};
    s.render = std::make_unique<RenderLoop>(std::move(place), std::move(picture), s.config.frame_rate);
    if (!s.config.record.empty() && !s.recorder.recording()) record(s.config.record.string());
}

void Show::stop_picture() { state_->render.reset(); }
bool Show::picture_running() const { return state_->render != nullptr; }

ParameterStore& Show::params() { return state_->params; }
ShowStatus Show::status() const { return state_->status(); }

std::vector<InputName> Show::audio_devices() {
    std::vector<InputName> names;
    for (const AudioDeviceInfo& device : state_->keeper.devices())
        if (device.input_channels > 0) names.push_back({"device:" + device.id(), label_of(device)});
    state_->keeper.rescan();
    return names;
}

void Show::choose_input(const std::string& input) { state_->choose({input}); }
void Show::choose_inputs(const std::vector<std::string>& inputs) { state_->choose(inputs); }
void Show::seek(double seconds) { state_->keeper.seek(Seconds{seconds}); }

std::pair<std::string, std::string> Show::prompts() const {
    const Prompts words = state_->prompts.read();
    return {words.prompt, words.negative_prompt};
}

void Show::set_prompts(const std::string& prompt, const std::string& negative_prompt) {
    state_->prompts.post({prompt, negative_prompt});
}

void Show::tap() { state_->analysis.tap(); }
void Show::beat(BeatCommand command) { state_->analysis.beat(command); }

void Show::listen(Listening& to) const {
    const Heard& heard = state_->heard;
    to.hops.clear();
    to.seen = heard.hops.since(to.seen, to.hops);
    to.now = heard.clock.get().stream_time(AudioClock::now_ns());
    to.grid = heard.grid.get();
}

void Show::panic() { state_->panic(); }
void Show::choose_midi(std::vector<std::string> ports) { state_->hands.choose(std::move(ports)); }

void Show::learn(std::optional<ParamId> param) {
    state_->hands.learn(param);
    if (param) state_->notice("move a knob or press a key: it will move " + std::string(row_of(*param).name));
}

void Show::forget(ParamId param) { state_->hands.forget(param); }

void Show::load_preset(const std::string& path) { state_->use_preset(path); }

void Show::save_preset(const std::string& path) const {
    const Prompts words = state_->prompts.read();
    chladni::save_preset(path, preset_of(state_->params.snapshot(), words.prompt, words.negative_prompt));
}

void Show::screenshot(const std::string& path) {
    state_->take_screenshot(path);
}

void Show::record(const std::string& path) { state_->record(path); }

void Show::note_ui_alive() {
    const std::int64_t now_ns = AudioClock::now_ns();
    const std::int64_t before_ns = state_->ui_seen_ns.exchange(now_ns);
    if (before_ns == 0) return;
    const double gap_ms = static_cast<double>(now_ns - before_ns) * 1e-6;
    state_->ui_max_gap_ms.store(std::max(gap_ms, state_->ui_max_gap_ms.load()));
}

void Show::set_output_state(const std::string& display, const std::string& state) {
    state_->output.post({display, state});
}

void Show::stop() {
    state_->recorder.stop();
    stop_picture();
    state_->generation->end();
}

void Show::request_quit() { state_->quit = true; }
bool Show::quit_requested() const { return state_->quit; }
bool Show::left_a_thread_behind() const { return state_->generation->left_one_behind(); }

}  // namespace chladni
