// What the status socket says and takes (contract: section 5).
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "engine/base/check.h"
#include "engine/runtime/show_state.h"

namespace chladni {

namespace {

const char* word_of(AudioState state) {
    switch (state) {
        case AudioState::kRunning: return "running";
        case AudioState::kLost: return "lost";
        case AudioState::kEnded: return "ended";
        case AudioState::kNone: break;
    }
    return "none";
}

const char* word_of(BeatSource source) {
    switch (source) {
        case BeatSource::kTracker: return "tracker";
        case BeatSource::kTap: return "tap";
        case BeatSource::kHold: return "hold";
        case BeatSource::kClock: return "clock";
        case BeatSource::kFile: return "file";
        case BeatSource::kNone: break;
    }
    return "none";
}

double decibels(float magnitude) { return magnitude > 1e-6f ? 20.0 * std::log10(static_cast<double>(magnitude)) : -120.0; }

double resident_mb() {
    std::ifstream statm("/proc/self/statm");
    std::int64_t size = 0, resident = 0;
    statm >> size >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

bool switch_in(const Json& words) {
    const auto on = words.find("on");
    require(on != words.end() && on->is_boolean(), "expected \"on\": true or false, got " + words.dump());
    return on->get<bool>();
}

std::string text_in(const Json& words, const char* key) {
    const auto text = words.find(key);
    require(text != words.end() && text->is_string(),
            std::string("expected \"") + key + "\" with a text, got " + words.dump());
    return text->get<std::string>();
}

}  // namespace

BeatCommand Show::State::beat_in(const Json& words) const {
    const std::string word = text_in(words, "do");
    const auto command = beat_command_named(word);
    require(command.has_value(), "expected " + beat_command_words() + " as \"do\", got '" + word + "'");
    return *command;
}

ParamId Show::State::param_in(const Json& words) const {
    const std::string id = text_in(words, "id");
    const auto param = param_named(id);
    require(param.has_value(), "expected the id of a parameter, got '" + id + "'");
    return *param;
}

void Show::State::command(const Json& words) {
    const std::string name = text_in(words, "cmd");
    if (name == "set") {
        const auto value = words.find("value");
        if (text_in(words, "id") == "prompt" && value != words.end() && value->is_string())
            return prompts.edit([&](Prompts& p) { p.prompt = value->get<std::string>(); });
        require(value != words.end() && (value->is_number() || value->is_boolean()),
                "expected a number as \"value\", got " + words.dump());
        params.set(param_in(words), value->is_boolean() ? static_cast<float>(value->get<bool>()) : value->get<float>());
    } else if (name == "tap") {
        analysis.tap();
    } else if (name == "beat") {
        analysis.beat(beat_in(words));
    } else if (name == "learn") {
        hands.learn(param_in(words));
    } else if (name == "forget") {
        hands.forget(param_in(words));
    } else if (name == "panic") {
        panic();
    } else if (name == "blackout") {
        params.set(ParamId::kBlackout, switch_in(words) ? 1.0f : 0.0f);
    } else if (name == "freeze") {
        params.set(ParamId::kFreeze, switch_in(words) ? 1.0f : 0.0f);
    } else if (name == "screenshot") {
        take_screenshot(text_in(words, "path"));
    } else if (name == "record") {
        record(text_in(words, "path"));
    } else if (name == "quit") {
        quit = true;
    } else if (!transport_command(name, words)) {
        throw Error("expected set, tap, beat, learn, forget, panic, blackout, freeze, screenshot, record, quit, input, play, pause, seek, next, "
                    "previous or loop as \"cmd\", got '" + name + "'");
    }
}

Json Show::State::status_line() {
    ShowStatus line = status();
    line.render.max_gap_ms = desk.gap_ms.exchange(0.0);
    line.ui.max_gap_ms = ui_max_gap_ms.exchange(0.0);
    return to_json(line);
}

ShowStatus Show::State::status() const {
    ShowStatus now;
    const double show_s = heard.clock.get().stream_time(AudioClock::now_ns()).value;
    const AudioStatus sound = keeper.status();
    const BeatGrid grid = heard.grid.get();
    const FeatureFrame features = heard.features.get();
    const GenerationStatus made = generation_status.read();
    const RenderStatus picture = desk.status.get();
    const float peak = heard.peak.load();

    now.time_s = show_s;
    now.audio.state = word_of(sound.state);
    now.audio.device = sound.device;
    now.audio.message = sound.message;
    now.audio.frames = input.position().value;
    now.audio.xruns = input.xruns() + input.dropped();
    now.audio.peak_db = decibels(peak);
    now.audio.api = sound.host_api;
    now.audio.channels = sound.channels;
    now.audio.clipped = input.clips();
    const ConditionMeter condition = heard.condition.get();
    now.audio.heard_db = decibels(condition.heard_peak);
    now.audio.gain_db = condition.gain_db;
    now.audio.limited_db = condition.limited_db;
    now.audio.gated = condition.gated;
    now.transport = sound.transport;
    now.tempo.bpm = grid.source == BeatSource::kNone ? 0.0 : grid.tempo.bpm;
    now.tempo.confidence = grid.confidence;
    now.tempo.beat = grid.beat_at(Seconds{show_s}).value;
    now.tempo.phase = now.tempo.beat - std::floor(now.tempo.beat);
    now.tempo.source = word_of(grid.source);
    now.tempo.beats_per_bar = std::max(1, grid.beats_per_bar);
    now.tempo.beat_in_bar = std::fmod(std::fmod(now.tempo.beat - grid.downbeat, now.tempo.beats_per_bar) + now.tempo.beats_per_bar, now.tempo.beats_per_bar);
    now.gen.state = made.state;
    now.gen.name = made.name;
    now.gen.message = made.message;
    now.gen.queue_s = made.made_until_s ? std::max(0.0, *made.made_until_s - show_s) : 0.0;
    now.gen.chunk_ms_p50 = made.chunk_ms_p50;
    now.gen.chunk_ms_p95 = made.chunk_ms_p95;
    now.gen.rtf = made.rtf;
    now.gen.late = made.late;
    now.gen.chunks = made.chunks;
    now.gen.layers = made.layers;
    now.gen.steps = made.effort.steps;
    now.gen.scale = made.effort.scale;
    now.render.running = desk.running;
    if (now.render.running) {
        now.render.fps = picture.fps;
        now.render.max_gap_ms = desk.longest_gap_ms.load();
        now.render.missed = picture.missed;
        now.render.frames = picture.frames;
        now.render.device = desk.device.read();
    }
    now.ui.present = ui_seen_ns.load() != 0;
    now.ui.max_gap_ms = ui_max_gap_ms.load();
    now.latency.audio_to_photon_ms = picture.audio_to_photon_ms;
    now.latency.param_to_photon_ms = 1e3 * now.gen.queue_s + made.chunk_ms_p50;
    const auto shown_on = output.read();
    now.output.display = shown_on.first;
    now.output.state = shown_on.second;
    const MidiStatus midi = hands.status();
    now.midi.ports = midi.open;
    now.midi.missing = midi.missing;
    now.midi.last = midi.last;
    now.midi.message = midi.message;
    now.safety.flashes_per_s = picture.flashes_per_s;
    now.safety.limited = picture.flash_limited;
    std::ranges::copy(features.bands, now.sound.bands);
    now.sound.level = features.level;
    now.sound.onset = features.onset;
    now.record = {recorder.recording() ? "recording" : "off", recorder.path(), recorder.seconds()};
    now.notices = notices->read();
    for (std::size_t i = 0; i < kParamCount; ++i) now.params.emplace_back(param_table()[i].id, params.get(static_cast<ParamId>(i)));
    now.rss_mb = resident_mb();
    return now;
}

}  // namespace chladni
