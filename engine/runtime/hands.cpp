#include "engine/runtime/hands.h"

#include "engine/audio/audio_clock.h"

namespace chladni {

namespace {

std::shared_ptr<const MidiMap> load_map(const std::string& path, const std::function<void(const std::string&)>& notice) {
    if (path.empty()) return std::make_shared<MidiMap>();
    std::vector<std::string> unknown;
    auto map = std::make_shared<MidiMap>(MidiMap::load(path, &unknown));
    for (const std::string& id : unknown) notice("the MIDI map names '" + id + "', which no parameter has; it is left out");
    return map;
}

}  // namespace

Hands::Hands(ParameterStore& params, const std::string& api, const std::string& map,
             const std::function<void(const std::string&)>& notice, std::shared_ptr<ServerGate> jack,
             std::function<void(BeatCommand)> beat, std::function<void(const MidiEvent&, std::int64_t)> clock)
    : params_(params), notice_(notice), beat_(std::move(beat)), clock_(std::move(clock)), map_(load_map(map, notice)),
      midi_(api, [this](const MidiEvent& event) { on_event(event); }, std::move(jack)) {}

void Hands::on_event(const MidiEvent& event) {
    if (is_clock(event)) return clock_(event, AudioClock::now_ns());
    const bool bindable = event.kind == MidiEvent::Kind::kControl || event.kind == MidiEvent::Kind::kNoteOn;
    if (const int param = bindable ? learning_.exchange(-1) : -1; param >= 0) {
        const auto id = static_cast<ParamId>(param);
        auto changed = std::make_shared<MidiMap>(*map_.load());
        changed->bind({event.kind, event.channel, event.number, id, row_of(id).min, row_of(id).max});
        map_.store(std::move(changed));
        notice_(describe(event) + " now moves " + std::string(row_of(id).name));
    }
    const auto map = map_.load();
    map->apply(event, params_);
    if (const auto command = map->beat_command(event)) beat_(*command);
}

}  // namespace chladni
