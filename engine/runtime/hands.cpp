#include "engine/runtime/hands.h"

#include "engine/audio/audio_clock.h"

namespace chladni {

namespace {

MidiMap load_map(const std::string& path, const std::function<void(const std::string&)>& notice) {
    if (path.empty()) return {};
    std::vector<std::string> unknown;
    MidiMap map = MidiMap::load(path, &unknown);
    for (const std::string& id : unknown) notice("the MIDI map names '" + id + "', which no parameter has; it is left out");
    return map;
}

}  // namespace

Hands::Hands(ParameterStore& params, const std::string& api, const std::string& map, const std::string& learned,
             const std::function<void(const std::string&)>& notice, std::shared_ptr<ServerGate> jack,
             std::function<void(BeatCommand)> beat, std::function<void(const MidiEvent&, std::int64_t)> clock)
    : params_(params), notice_(notice), beat_(std::move(beat)), clock_(std::move(clock)), own_map_(load_map(map, notice)),
      learned_(learned, notice), map_(std::make_shared<MidiMap>(learned_.over(own_map_))),
      midi_(api, [this](const MidiEvent& event) { on_event(event); }, std::move(jack)) {}

void Hands::on_event(const MidiEvent& event) {
    if (is_clock(event)) return clock_(event, AudioClock::now_ns());
    const bool bindable = event.kind == MidiEvent::Kind::kControl || event.kind == MidiEvent::Kind::kNoteOn;
    if (const int param = bindable ? learning_.exchange(-1) : -1; param >= 0) bind(event, static_cast<ParamId>(param));
    const auto map = map_.load();
    map->apply(event, params_);
    if (const auto command = map->beat_command(event)) beat_(*command);
}

void Hands::bind(const MidiEvent& event, ParamId param) {
    const std::lock_guard lock(changing_);
    learned_.learn({event.kind, event.channel, event.number, param, row_of(param).min, row_of(param).max});
    map_.store(std::make_shared<MidiMap>(learned_.over(own_map_)));
    notice_(describe(event) + " now moves " + std::string(row_of(param).name));
}

void Hands::forget(ParamId param) {
    const std::lock_guard lock(changing_);
    const bool known = learned_.forget(param);
    map_.store(std::make_shared<MidiMap>(learned_.over(own_map_)));
    notice_(std::string(known ? "forgotten: what was learned to move " : "no control was learned that moves ") + std::string(row_of(param).name));
}

}  // namespace chladni
