// Chosen where RtMidi is built in.
#include <rtmidi/RtMidi.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/base/check.h"
#include "engine/control/jack_watch.h"
#include "engine/control/midi_ports.h"

namespace chladni {

namespace {

constexpr unsigned kQueue = 1024;  // RtMidi's own, unused with a callback

// RtMidi writes its warnings to standard error unless somebody else takes them; a port that vanished shows in the list.
void ignore_warning(RtMidiError::Type, const std::string&, void*) {}

std::vector<std::string> names_of(RtMidiIn& midi) {
    std::vector<std::string> names;
    for (unsigned i = 0, count = midi.getPortCount(); i < count; ++i) names.push_back(midi.getPortName(i));
    return names;
}

using Served = std::shared_ptr<const JackWatch::Served>;  // by the JACK server; nothing where it is ALSA

// In the library: alone there where it is JACK's.
class Inside {
public:
    explicit Inside(const Served& served) {
        if (served) pass_.emplace(*served->gate);
        if (pass_) pass_->require_entered();
    }

private:
    std::optional<ServerGate::Pass> pass_;
};

// An RtMidi input that is left, not closed, where its JACK server is gone (JackWatch says why).
class RtInput {
public:
    RtInput(RtMidi::Api api, const std::string& client, Served served) : served_(std::move(served)) {
        const Inside inside(served_);
        midi_ = std::make_unique<RtMidiIn>(api, client, kQueue);
        midi_->setErrorCallback(ignore_warning);
    }
    ~RtInput() {
        if (!served_) return;
        const ServerGate::Pass pass(*served_->gate);
        if (!pass.entered() || !served_->alive()) static_cast<void>(midi_.release());
        midi_.reset();
    }
    RtInput(const RtInput&) = delete;
    RtInput& operator=(const RtInput&) = delete;

    RtMidiIn& operator*() { return *midi_; }
    RtMidiIn* operator->() { return midi_.get(); }

private:
    Served served_;
    std::unique_ptr<RtMidiIn> midi_;
};

class RtPort : public MidiPorts::Port {
public:
    RtPort(RtMidi::Api api, const std::string& name, MidiPorts::OnEvent on_event, const Served& served)
        : on_event_(std::move(on_event)), midi_(api, "chladni", served) {
        const Inside inside(served);
        const std::vector<std::string> names = names_of(*midi_);
        const auto found = std::ranges::find(names, name);
        require(found != names.end(), "expected the controller '" + name + "', it is gone");
        midi_->ignoreTypes(true, false, true);  // a clock is heard; system exclusive and active sensing are not
        midi_->setCallback(&RtPort::on_message, this);
        midi_->openPort(static_cast<unsigned>(found - names.begin()), "in");
        require(midi_->isPortOpen() || api == RtMidi::UNIX_JACK, "expected to open the controller '" + name + "', another program holds it");
    }

private:
    static void on_message(double, std::vector<unsigned char>* bytes, void* self) {
        const MidiEvent event = parse_midi(bytes->data(), bytes->size());
        if (event.kind != MidiEvent::Kind::kOther) static_cast<RtPort*>(self)->on_event_(event);
    }

    MidiPorts::OnEvent on_event_;
    RtInput midi_;  // last: its thread uses the above
};

class RtPorts : public MidiPorts {
public:
    RtPorts(RtMidi::Api api, std::shared_ptr<ServerGate> jack)
        : api_(api), watch_(api == RtMidi::UNIX_JACK ? std::make_unique<JackWatch>(std::move(jack)) : nullptr),
          list_(api, "chladni-list", served()) {}

    bool alive() const override { return !watch_ || watch_->alive(); }
    std::vector<std::string> list() override {
        const Inside inside(served());
        return alive() ? names_of(*list_) : std::vector<std::string>();
    }
    std::unique_ptr<Port> open(const std::string& name, OnEvent on_event) override {
        try {
            return std::make_unique<RtPort>(api_, name, std::move(on_event), served());
        } catch (const RtMidiError& error) {
            throw Error("expected to open the controller '" + name + "': " + error.getMessage());
        }
    }

private:
    Served served() const { return watch_ ? watch_->served() : nullptr; }

    RtMidi::Api api_;
    std::unique_ptr<JackWatch> watch_;
    RtInput list_;
};

std::unique_ptr<MidiPorts> make_ports(RtMidi::Api api, const std::shared_ptr<ServerGate>& jack) {
    try {
        return std::make_unique<RtPorts>(api, jack);
    } catch (const RtMidiError& error) {
        throw Error("expected a working MIDI system: " + error.getMessage());
    }
}

bool has_alsa_sequencer() { return std::filesystem::exists("/dev/snd/seq"); }

}  // namespace

std::unique_ptr<MidiPorts> make_midi_ports(const std::string& api, const std::shared_ptr<ServerGate>& jack) {
    if (api == "jack") return make_ports(RtMidi::UNIX_JACK, jack);
    require(api.empty() || api == "alsa", "--midi-api: expected jack or alsa, got '" + api + "'");
    if (has_alsa_sequencer()) return make_ports(RtMidi::LINUX_ALSA, jack);
    require(api.empty(), "expected the ALSA sequencer at /dev/snd/seq for MIDI, found none; try --midi-api jack");
    try {
        return make_ports(RtMidi::UNIX_JACK, jack);
    } catch (const Error&) {
        throw Error("expected the ALSA sequencer or a JACK server for MIDI, found neither");
    }
}

}  // namespace chladni
