#include "engine/audio/jack_source.h"

#include <jack/jack.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "engine/audio/audio_clock.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr std::size_t kMostChannels = 2;
constexpr double kCloseIn_s = 0.7;

using Client = std::unique_ptr<jack_client_t, int (*)(jack_client_t*)>;

Client open_client(const char* name) {
    jack_set_error_function([](const char*) {});  // one sentence of ours says what is wrong
    jack_set_info_function([](const char*) {});
    return Client(jack_client_open(name, JackNoStartServer, nullptr), jack_client_close);
}

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
    const auto first = std::ranges::find_if(all, [&](const std::string& port) { return owner_of(port).find(wanted) != std::string::npos; });
    std::vector<std::string> chosen;
    for (auto port = first; port != all.end() && chosen.size() < kMostChannels; ++port)
        if (owner_of(*port) == owner_of(*first)) chosen.push_back(*port);
    return chosen;
}

// What JACK's thread touches. A client that cannot be closed keeps it.
struct Capture {
    AudioInput* into = nullptr;
    std::atomic<bool> live{true};
    std::vector<jack_port_t*> ports;
    jack_client_t* client = nullptr;

    static int on_process(jack_nframes_t frames, void* self) { return static_cast<Capture*>(self)->take(frames); }
    static int on_xrun(void* self) {
        static_cast<Capture*>(self)->into->count_xrun();
        return 0;
    }
    int take(jack_nframes_t frames) noexcept {
        if (!live.load(std::memory_order_acquire)) return 0;
        std::array<const float*, kMostChannels> from{};
        for (std::size_t c = 0; c < ports.size(); ++c) from[c] = static_cast<const float*>(jack_port_get_buffer(ports[c], frames));
        const std::int64_t now_ns = AudioClock::now_ns();
        std::array<float, 512 * kMostChannels> piece;
        for (jack_nframes_t done = 0; done < frames;) {
            const jack_nframes_t count = std::min<jack_nframes_t>(512, frames - done);
            for (jack_nframes_t i = 0; i < count; ++i)
                for (std::size_t c = 0; c < ports.size(); ++c) piece[i * ports.size() + c] = from[c][done + i];
            into->on_audio(piece.data(), count, static_cast<int>(ports.size()), now_ns);
            done += count;
        }
        return 0;
    }
};

bool joined_within(pthread_t thread, double seconds) {
    timespec until{};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += static_cast<long>(seconds * 1e9);
    until.tv_sec += until.tv_nsec / 1'000'000'000;
    until.tv_nsec %= 1'000'000'000;
    return pthread_timedjoin_np(thread, nullptr, &until) == 0;
}

class JackSource : public AudioSource {
public:
    JackSource(Client client, std::vector<std::string> ports, AudioInput& into)
        : name_(owner_of(ports.front())), rate_(static_cast<int>(jack_get_sample_rate(client.get()))), capture_(std::make_unique<Capture>()) {
        capture_->into = &into;
        for (std::size_t c = 0; c < ports.size(); ++c)
            capture_->ports.push_back(jack_port_register(client.get(), ("in_" + std::to_string(c)).c_str(), JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0));
        require(std::ranges::count(capture_->ports, nullptr) == 0, "expected the JACK server to give us ports, it has none left");
        jack_set_process_callback(client.get(), Capture::on_process, capture_.get());
        jack_set_xrun_callback(client.get(), Capture::on_xrun, capture_.get());
        // Without this, libjack ends the process when its server ends.
        jack_on_shutdown(client.get(), [](void*) {}, nullptr);
        require(jack_activate(client.get()) == 0, "expected the JACK server to start our client, it refused");
        for (std::size_t c = 0; c < ports.size(); ++c) jack_connect(client.get(), ports[c].c_str(), jack_port_name(capture_->ports[c]));
        capture_->client = client.release();
    }

    ~JackSource() override {
        capture_->live.store(false, std::memory_order_release);
        // The server may be dead: closing is tried on a thread of its own, and left to it where it does not end.
        pthread_t closer{};
        const auto close = [](void* client) -> void* {
            jack_client_close(static_cast<jack_client_t*>(client));
            return nullptr;
        };
        if (pthread_create(&closer, nullptr, close, capture_->client) == 0 && joined_within(closer, kCloseIn_s)) return;
        static_cast<void>(capture_.release());
    }

    std::string name() const override { return name_; }
    int sample_rate() const override { return rate_; }

private:
    std::string name_;
    int rate_;
    std::unique_ptr<Capture> capture_;
};

}  // namespace

std::vector<AudioDeviceInfo> list_jack_inputs() {
    std::vector<AudioDeviceInfo> found;
    const Client client = open_client("chladni-list");
    if (!client) return found;
    for (const std::string& port : physical_ports(client.get())) {
        if (found.empty() || found.back().name != owner_of(port))
            found.push_back({owner_of(port), "jack", 0, 0, static_cast<double>(jack_get_sample_rate(client.get())), false});
        ++found.back().input_channels;
    }
    if (!found.empty()) found.front().is_default_input = true;
    return found;
}

std::unique_ptr<AudioSource> open_jack(const AudioChoice& choice, AudioInput& into) {
    Client client = open_client("chladni");
    require(client != nullptr, "expected a running JACK server, there is none now; it is used when it appears");
    std::vector<std::string> ports = ports_of(client.get(), choice.name);
    require(!ports.empty(), "expected a JACK input named '" + choice.name + "', there is none now; it is opened when it appears");
    return std::make_unique<JackSource>(std::move(client), std::move(ports), into);
}

}  // namespace chladni
