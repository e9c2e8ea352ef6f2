#pragma once

#include <jack/jack.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace chladni {

/// Sample n of a channel of a noise that does not repeat: 24 bits, so that a mean of two is exact too.
inline float noise_at(std::int64_t n, int channel) {
    std::uint64_t x = static_cast<std::uint64_t>(2 * n + channel) + 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return static_cast<float>(static_cast<std::int32_t>((x ^ (x >> 31)) >> 40) - (1 << 23)) / (1 << 24);
}

/// A stereo sound card made of software: a JACK client whose two outputs call themselves physical and play noise_at.
class JackNoise {
public:
    explicit JackNoise(const std::string& name)
        : client_(jack_client_open(name.c_str(), JackNoStartServer, nullptr)), playing_(std::make_unique<Playing>()) {
        if (!client_) return;
        for (std::size_t c = 0; c < 2; ++c)
            playing_->ports[c] = jack_port_register(client_, c == 0 ? "left" : "right", JACK_DEFAULT_AUDIO_TYPE,
                                                    JackPortIsOutput | JackPortIsPhysical, 0);
        jack_set_process_callback(client_, Playing::on_process, playing_.get());
        jack_set_xrun_callback(client_, Playing::on_xrun, playing_.get());
        jack_on_shutdown(client_, Playing::on_shutdown, playing_.get());
        active_ = jack_activate(client_) == 0;
    }
    ~JackNoise() {
        if (client_ && !server_gone()) {
            jack_client_close(client_);
        } else {
            static_cast<void>(
                playing_.release());  // closing a client of a dead server may hang: it keeps what it touches
        }
    }
    JackNoise(const JackNoise&) = delete;
    JackNoise& operator=(const JackNoise&) = delete;

    bool plays() const { return active_; }
    bool server_gone() const { return playing_->gone; }
    int xruns() const { return playing_->xruns; }
    std::int64_t position() const { return playing_->position; }  ///< how many samples were played

private:
    struct Playing {
        std::array<jack_port_t*, 2> ports{};
        std::atomic<std::int64_t> position{0};
        std::atomic<int> xruns{0};
        std::atomic<bool> gone{false};

        static int on_process(jack_nframes_t frames, void* self) { return static_cast<Playing*>(self)->play(frames); }
        static int on_xrun(void* self) { return ++static_cast<Playing*>(self)->xruns, 0; }
        static void on_shutdown(void* self) { static_cast<Playing*>(self)->gone = true; }
        int play(jack_nframes_t frames) {
            const std::int64_t begin = position;
            for (int c = 0; c < 2; ++c) {
                auto* out = static_cast<float*>(jack_port_get_buffer(ports[static_cast<std::size_t>(c)], frames));
                for (jack_nframes_t i = 0; i < frames; ++i) out[i] = noise_at(begin + i, c);
            }
            position = begin + frames;
            return 0;
        }
    };

    jack_client_t* client_;
    std::unique_ptr<Playing> playing_;
    bool active_ = false;
};

}  // namespace chladni
