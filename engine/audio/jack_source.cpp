// Chosen where PortAudio is built in.
#include "engine/audio/jack_source.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "engine/audio/audio_clock.h"
#include "engine/audio/jack_client.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr std::size_t kMostPorts = 32;
constexpr int kCyclePolls = 250;  // half a second
constexpr auto kCyclePoll = std::chrono::milliseconds(2);

// "system:capture_1" and "system:capture_2" are two ports of "system".
std::vector<std::string> physical_ports(jack_client_t* client) {
    std::vector<std::string> names;
    const char** ports = jack_get_ports(client, nullptr, JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput | JackPortIsPhysical);
    for (const char** port = ports; port && *port; ++port) names.emplace_back(*port);
    jack_free(static_cast<void*>(ports));
    return names;
}

std::string owner_of(const std::string& port) { return port.substr(0, port.find(':')); }

std::vector<std::string> ports_of(jack_client_t* client, const std::string& wanted) {
    const std::vector<std::string> all = physical_ports(client);
    auto first = std::ranges::find(all, wanted, owner_of);
    if (first == all.end())
        first = std::ranges::find_if(all, [&](const std::string& port) { return owner_of(port).find(wanted) != std::string::npos; });
    std::vector<std::string> chosen;
    for (auto port = first; port != all.end() && chosen.size() < kMostPorts; ++port)
        if (owner_of(*port) == owner_of(*first)) chosen.push_back(*port);
    return chosen;
}

// What JACK's thread touches. A client that cannot be closed keeps it.
struct Capture {
    AudioInput* into = nullptr;
    std::atomic<bool> live{true};
    std::vector<jack_port_t*> ports;
    std::atomic<std::uint32_t> cycles{0};

    static int on_process(jack_nframes_t frames, void* self) { return static_cast<Capture*>(self)->take(frames); }
    static int on_xrun(void* self) {
        static_cast<Capture*>(self)->into->count_xrun();
        return 0;
    }
    int take(jack_nframes_t frames) noexcept {
        cycles.fetch_add(1, std::memory_order_release);
        if (!live.load(std::memory_order_acquire)) return 0;
        // A device that left its server leaves silence: the count must stand, by that the keeper sees it.
        if (std::ranges::none_of(ports, [](jack_port_t* port) { return jack_port_connected(port); })) return 0;
        std::array<const float*, kMostPorts> from{};
        for (std::size_t c = 0; c < ports.size(); ++c) from[c] = static_cast<const float*>(jack_port_get_buffer(ports[c], frames));
        into->on_audio(std::span(from.data(), ports.size()), frames, AudioClock::now_ns());
        return 0;
    }
};

class JackSource : public AudioSource {
public:
    JackSource(JackClient client, std::vector<std::string> ports, AudioInput& into)
        : name_(owner_of(ports.front())), rate_(static_cast<int>(jack_get_sample_rate(client.get()))),
          capture_(std::make_unique<Capture>()), client_(std::move(client)) {
        capture_->into = &into;
        for (std::size_t c = 0; c < ports.size(); ++c)
            capture_->ports.push_back(jack_port_register(client_.get(), ("in_" + std::to_string(c)).c_str(), JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0));
        require(std::ranges::count(capture_->ports, nullptr) == 0, "expected the JACK server to give us ports, it has none left");
        jack_set_process_callback(client_.get(), Capture::on_process, capture_.get());
        jack_set_xrun_callback(client_.get(), Capture::on_xrun, capture_.get());
        require(jack_activate(client_.get()) == 0, "expected the JACK server to start our client, it refused");
        for (std::size_t c = 0; c < ports.size(); ++c) jack_connect(client_.get(), ports[c].c_str(), jack_port_name(capture_->ports[c]));
    }

    ~JackSource() override {
        capture_->live.store(false, std::memory_order_release);
        if (serves_us() && client_.close()) return;
        client_.leave();
        static_cast<void>(capture_.release());
    }

    std::string name() const override { return name_; }
    int sample_rate() const override { return rate_; }
    int channels() const override { return static_cast<int>(capture_->ports.size()); }
    std::string host_api() const override { return "jack"; }
    std::string lost() const override { return client_.gone() ? "the JACK server is gone" : ""; }

private:
    // True once a cycle begins: only a server that lives calls us.
    bool serves_us() const {
        const std::uint32_t before = capture_->cycles.load(std::memory_order_acquire);
        for (int i = 0; i < kCyclePolls && !client_.gone(); ++i) {
            if (capture_->cycles.load(std::memory_order_acquire) != before) return true;
            std::this_thread::sleep_for(kCyclePoll);
        }
        return false;
    }

    std::string name_;
    int rate_;
    std::unique_ptr<Capture> capture_;
    JackClient client_;  // goes before what it writes to
};

}  // namespace

std::vector<AudioDeviceInfo> list_jack_inputs(ServerGate& gate) {
    std::vector<AudioDeviceInfo> found;
    const ServerGate::Pass pass(gate);
    pass.require_entered();
    const JackClient client("chladni-list", gate);
    if (!client.get()) return found;
    for (const std::string& port : physical_ports(client.get())) {
        if (found.empty() || found.back().name != owner_of(port))
            found.push_back({owner_of(port), "jack", "", 0, 0, static_cast<double>(jack_get_sample_rate(client.get()))});
        ++found.back().input_channels;
    }
    if (!found.empty()) found.front().is_default_input = true;
    return found;
}

std::unique_ptr<AudioSource> open_jack(const InputChoice& choice, AudioInput& into, ServerGate& gate) {
    const ServerGate::Pass pass(gate);
    pass.require_entered();
    JackClient client("chladni", gate);
    require(client.get() != nullptr, "expected a running JACK server, there is none now; it is used when it appears");
    std::vector<std::string> ports = ports_of(client.get(), choice.name);
    require(!ports.empty(), "expected a JACK input named '" + choice.name + "', there is none now; it is opened when it appears");
    return std::make_unique<JackSource>(std::move(client), std::move(ports), into);
}

}  // namespace chladni
