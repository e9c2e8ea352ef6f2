// Chosen where PulseAudio's client library is built in.
#include "engine/audio/pulse_source.h"

#include <algorithm>
#include <array>
#include <atomic>

#include "engine/audio/audio_clock.h"
#include "engine/audio/pulse_connection.h"
#include "engine/base/check.h"
#include "engine/base/worker.h"
#include "engine/base/bulletin.h"

namespace chladni {

namespace {

constexpr double kAnswers_s = 2.0;
constexpr double kFragment_s = 0.010;  // how much sound the server hands over at once
constexpr std::uint32_t kMostChannels = 32;

// What the server says when asked.
struct Sources {
    std::string default_name;
    std::vector<AudioDeviceInfo> list;
    bool named = false, listed = false;
};

void on_server(pa_context*, const pa_server_info* info, void* out) {
    auto& sources = *static_cast<Sources*>(out);
    if (info && info->default_source_name) sources.default_name = info->default_source_name;
    sources.named = true;
}

void on_source(pa_context*, const pa_source_info* info, int end, void* out) {
    auto& sources = *static_cast<Sources*>(out);
    if (end) return void(sources.listed = true);
    AudioDeviceInfo device{info->name, "pulse", info->description ? info->description : ""};
    device.input_channels = info->sample_spec.channels;
    device.sample_rate = info->sample_spec.rate;
    device.is_monitor = info->monitor_of_sink != PA_INVALID_INDEX;
    const bool unplugged = info->active_port && info->active_port->available == PA_PORT_AVAILABLE_NO;
    if (unplugged) device.label += " (nothing plugged in)";
    sources.list.push_back(std::move(device));
}

template <typename Ask>
void ask(PulseConnection& pulse, bool& answered, Ask&& operation) {
    if (pa_operation* running = operation()) {
        pulse.turn_until([&] { return answered; }, kAnswers_s);
        // Where the answer never came, it must not come into what is gone by then.
        pa_operation_cancel(running);
        pa_operation_unref(running);
    }
}

Sources sources_of(PulseConnection& pulse) {
    Sources sources;
    if (!pulse.connected()) return sources;
    ask(pulse, sources.named, [&] { return pa_context_get_server_info(pulse.context(), on_server, &sources); });
    ask(pulse, sources.listed, [&] { return pa_context_get_source_info_list(pulse.context(), on_source, &sources); });
    for (AudioDeviceInfo& device : sources.list) device.is_default_input = device.name == sources.default_name;
    return sources;
}

pa_sample_spec spec_of(const AudioDeviceInfo& device) {
    return {PA_SAMPLE_FLOAT32NE, static_cast<std::uint32_t>(device.sample_rate),
            static_cast<std::uint8_t>(std::min<std::uint32_t>(kMostChannels, static_cast<std::uint32_t>(device.input_channels)))};
}

// A stream of one source and the thread that turns its connection: this is PulseAudio's "audio thread".
class PulseSource : public AudioSource {
public:
    PulseSource(std::unique_ptr<PulseConnection> pulse, AudioDeviceInfo device, bool as_default, AudioInput& into)
        : pulse_(std::move(pulse)), device_(std::move(device)), spec_(spec_of(device_)), into_(into) {
        stream_ = pa_stream_new(pulse_->context(), "what the show hears", &spec_, nullptr);
        require(stream_ != nullptr, "expected PulseAudio to make a stream of '" + device_.name + "', got: " + pa_strerror(pa_context_errno(pulse_->context())));
        try {
            open();
        } catch (...) {
            pa_stream_unref(stream_);
            throw;
        }
        if (as_default) follow_default();
        thread_ = Worker("pulse", [this](std::stop_token stop) { run(stop); });
    }

    ~PulseSource() override {
        thread_.request_stop();
        pulse_->wake();
        thread_.join();
        pa_stream_set_read_callback(stream_, nullptr, nullptr);
        pa_stream_disconnect(stream_);
        pa_stream_unref(stream_);
    }

    std::string name() const override { return device_.name; }
    int sample_rate() const override { return static_cast<int>(spec_.rate); }
    int channels() const override { return spec_.channels; }
    std::string host_api() const override { return "pulse"; }
    std::string lost() const override {
        if (server_gone_.load()) return "the sound server is gone";
        return stream_gone_.load() ? "the sound server took it away" : "";
    }
    std::string default_now() const override { return default_now_.read(); }

private:
    void open() {
        pa_stream_set_read_callback(stream_, on_read, this);
        pa_stream_set_overflow_callback(stream_, on_overflow, this);
        pa_buffer_attr buffer;
        buffer.maxlength = buffer.tlength = buffer.prebuf = buffer.minreq = static_cast<std::uint32_t>(-1);
        buffer.fragsize = static_cast<std::uint32_t>(kFragment_s * spec_.rate) * static_cast<std::uint32_t>(pa_frame_size(&spec_));
        const auto flags = static_cast<pa_stream_flags_t>(PA_STREAM_DONT_MOVE | PA_STREAM_ADJUST_LATENCY);
        const bool asked = pa_stream_connect_record(stream_, device_.name.c_str(), &buffer, flags) == 0;
        const bool ready = asked && pulse_->turn_until([this] { return pa_stream_get_state(stream_) != PA_STREAM_CREATING; }, kAnswers_s) &&
                           pa_stream_get_state(stream_) == PA_STREAM_READY;
        require(ready, "expected PulseAudio to open '" + device_.name + "', got: " + pa_strerror(pa_context_errno(pulse_->context())));
    }

    void follow_default() {
        pa_context_set_subscribe_callback(pulse_->context(), on_change, this);
        if (pa_operation* asked = pa_context_subscribe(pulse_->context(), PA_SUBSCRIPTION_MASK_SERVER, nullptr, nullptr)) pa_operation_unref(asked);
    }

    void run(std::stop_token stop) {
        while (!stop.stop_requested() && pulse_->turn()) {
            if (!pulse_->connected()) server_gone_ = true;
            if (!PA_STREAM_IS_GOOD(pa_stream_get_state(stream_))) stream_gone_ = true;
            if (server_gone_ || stream_gone_) return;
        }
    }

    // What the server lost comes as a hole: silence in its place.
    void read() {
        static constexpr std::array<float, 64 * kMostChannels> kSilence{};
        const void* data = nullptr;
        for (std::size_t bytes = 0; pa_stream_peek(stream_, &data, &bytes) == 0 && bytes > 0; pa_stream_drop(stream_)) {
            std::size_t frames = bytes / pa_frame_size(&spec_);
            if (data) into_.on_audio(static_cast<const float*>(data), frames, spec_.channels, AudioClock::now_ns());
            else into_.count_xrun();
            for (; !data && frames > 0; frames -= std::min<std::size_t>(frames, 64))
                into_.on_audio(kSilence.data(), std::min<std::size_t>(frames, 64), spec_.channels, AudioClock::now_ns());
        }
    }

    static void on_read(pa_stream*, std::size_t, void* self) { static_cast<PulseSource*>(self)->read(); }
    static void on_overflow(pa_stream*, void* self) { static_cast<PulseSource*>(self)->into_.count_xrun(); }
    static void on_change(pa_context* context, pa_subscription_event_type_t, std::uint32_t, void* self) {
        if (pa_operation* asked = pa_context_get_server_info(context, on_default, self)) pa_operation_unref(asked);
    }
    static void on_default(pa_context*, const pa_server_info* info, void* self) {
        auto& source = *static_cast<PulseSource*>(self);
        const std::string now = info && info->default_source_name ? info->default_source_name : "";
        source.default_now_.post(now == source.device_.name ? "" : now);
    }

    std::unique_ptr<PulseConnection> pulse_;
    AudioDeviceInfo device_;
    pa_sample_spec spec_;
    AudioInput& into_;
    pa_stream* stream_ = nullptr;
    std::atomic<bool> server_gone_{false}, stream_gone_{false};
    Bulletin<std::string> default_now_;  // Pulse's thread -> keeper
    Worker thread_;
};

}  // namespace

std::vector<AudioDeviceInfo> list_pulse_inputs() {
    PulseConnection pulse("chladni-list");
    return sources_of(pulse).list;
}

std::unique_ptr<AudioSource> open_pulse(const InputChoice& choice, AudioInput& into) {
    auto pulse = std::make_unique<PulseConnection>("chladni");
    require(pulse->connected(), "expected a running PulseAudio or PipeWire, there is none now; it is used when it appears");
    const Sources sources = sources_of(*pulse);
    InputChoice within = choice;
    within.host_api = "pulse";
    const DevicePick pick = pick_device(sources.list, within);
    require(pick.device != nullptr, "expected a PulseAudio source named '" + choice.name + "', there is none now; it is opened when it appears");
    return std::make_unique<PulseSource>(std::move(pulse), *pick.device, choice.name.empty(), into);
}

}  // namespace chladni
