#include "engine/audio/jack_source.h"

#include <jack/jack.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include "engine/audio/audio_clock.h"
#include "engine/audio/timed_join.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr std::size_t kMostChannels = 2;
constexpr jack_nframes_t kLargestPeriod = 8192;  // of JACK
constexpr double kCloseIn_s = 0.7;
constexpr int kCyclePolls = 250;  // half a second
constexpr auto kCyclePoll = std::chrono::milliseconds(2);

// The server may be dead or die now: closing is tried on a thread of its own, and left to it where it does not end.
bool closed_in_time(jack_client_t* client) {
    pthread_t closer{};
    const auto close = [](void* closing) -> void* {
        jack_client_close(static_cast<jack_client_t*>(closing));
        return nullptr;
    };
    return pthread_create(&closer, nullptr, close, client) == 0 && joined_within(closer, kCloseIn_s);
}

// A client of libjack. Where its server is gone it is not closed: the next client that anybody in this process opens makes
// libjack free what a dead server left, and closing what is freed ends the process.
class Client {
public:
    explicit Client(const char* name) {
        jack_set_error_function([](const char*) {});  // one sentence of ours says what is wrong
        jack_set_info_function([](const char*) {});
        client_ = jack_client_open(name, JackNoStartServer, nullptr);
        if (!client_) return;
        // Without this, libjack ends the process when its server ends.
        jack_on_shutdown(client_, [](void* gone) { static_cast<std::atomic<bool>*>(gone)->store(true); }, gone_.get());
        if (!answers()) leave();  // it died while it let us in, and tells nobody
    }
    ~Client() {
        if (client_) close();
    }
    Client(Client&& other) noexcept : client_(std::exchange(other.client_, nullptr)), gone_(std::move(other.gone_)) {}

    jack_client_t* get() const { return client_; }
    bool gone() const { return *gone_; }
    bool close() {
        jack_client_t* closing = std::exchange(client_, nullptr);
        if (!*gone_ && closed_in_time(closing)) return true;
        leave();
        return false;
    }
    void leave() {
        client_ = nullptr;
        static_cast<void>(gone_.release());  // libjack may still write there
    }

private:
    bool answers() const {
        char* uuid = jack_get_uuid_for_client_name(client_, jack_get_client_name(client_));
        jack_free(uuid);
        return uuid != nullptr;
    }

    jack_client_t* client_ = nullptr;
    std::unique_ptr<std::atomic<bool>> gone_ = std::make_unique<std::atomic<bool>>(false);
};

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
    for (auto port = first; port != all.end() && chosen.size() < kMostChannels; ++port)
        if (owner_of(*port) == owner_of(*first)) chosen.push_back(*port);
    return chosen;
}

// What JACK's thread touches. A client that cannot be closed keeps it.
struct Capture {
    AudioInput* into = nullptr;
    std::atomic<bool> live{true};
    std::vector<jack_port_t*> ports;
    std::atomic<std::uint32_t> cycles{0};
    std::array<float, kLargestPeriod * kMostChannels> piece;  // JACK's thread's own

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
        std::array<const float*, kMostChannels> from{};
        for (std::size_t c = 0; c < ports.size(); ++c) from[c] = static_cast<const float*>(jack_port_get_buffer(ports[c], frames));
        const std::int64_t now_ns = AudioClock::now_ns();
        // A period is handed on whole: its time is that of its first sample.
        const jack_nframes_t count = std::min(frames, kLargestPeriod);
        for (jack_nframes_t i = 0; i < count; ++i)
            for (std::size_t c = 0; c < ports.size(); ++c) piece[i * ports.size() + c] = from[c][i];
        into->on_audio(piece.data(), count, static_cast<int>(ports.size()), now_ns);
        return 0;
    }
};

class JackSource : public AudioSource {
public:
    JackSource(Client client, std::vector<std::string> ports, AudioInput& into)
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
    Client client_;  // goes before what it writes to
};

}  // namespace

std::vector<AudioDeviceInfo> list_jack_inputs() {
    std::vector<AudioDeviceInfo> found;
    const Client client("chladni-list");
    if (!client.get()) return found;
    for (const std::string& port : physical_ports(client.get())) {
        if (found.empty() || found.back().name != owner_of(port))
            found.push_back({owner_of(port), "jack", 0, 0, static_cast<double>(jack_get_sample_rate(client.get())), false});
        ++found.back().input_channels;
    }
    if (!found.empty()) found.front().is_default_input = true;
    return found;
}

std::unique_ptr<AudioSource> open_jack(const AudioChoice& choice, AudioInput& into) {
    Client client("chladni");
    require(client.get() != nullptr, "expected a running JACK server, there is none now; it is used when it appears");
    std::vector<std::string> ports = ports_of(client.get(), choice.name);
    require(!ports.empty(), "expected a JACK input named '" + choice.name + "', there is none now; it is opened when it appears");
    return std::make_unique<JackSource>(std::move(client), std::move(ports), into);
}

}  // namespace chladni
