// Chosen where PortAudio is built in.
#include <pthread.h>

#include <algorithm>
#include <optional>

#include "engine/audio/audio_clock.h"
#include "engine/audio/clip_player.h"
#include "engine/audio/jack_source.h"
#include "engine/audio/paced_clip.h"
#include "engine/audio/portaudio_library.h"
#include "engine/audio/timed_join.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr const char* kJack = "jack";

// What a callback touches; `live` is cleared before closing, so that a late callback leaves the show alone.
struct CallbackContext {
    AudioInput* into = nullptr;
    int channels = 1;
    std::atomic<bool> live{true};
    std::optional<ClipPlayer> clip;
    std::vector<float> clip_samples;  // a callback's worth, interleaved in the clip's channels
};

// An open PortAudio stream with the library under it. A driver may take for ever to close: that is tried on a thread of its
// own, and left to it, with all it touches, where it does not end.
class Stream {
public:
    Stream(std::unique_ptr<PortAudioLibrary> library, const PaStreamParameters* input, const PaStreamParameters* output,
           double rate, PaStreamCallback* callback, std::shared_ptr<CallbackContext> context)
        : library_(std::move(library)), context_(std::move(context)) {
        const QuietStderr quiet;
        const PaError opened = Pa_OpenStream(&stream_, input, output, rate, paFramesPerBufferUnspecified, paNoFlag, callback, context_.get());
        require(opened == paNoError, std::string("expected the sound device to open, got: ") + Pa_GetErrorText(opened));
        const PaError started = Pa_StartStream(stream_);
        if (started == paNoError) return;
        Pa_CloseStream(stream_);
        throw Error(std::string("expected the sound device to start, got: ") + Pa_GetErrorText(started));
    }
    ~Stream() {
        pthread_t closer{};
        const auto close = [](void* stream) -> void* {
            Pa_CloseStream(stream);
            return nullptr;
        };
        if (pthread_create(&closer, nullptr, close, stream_) != 0 || joined_within(closer, kCloseIn_s)) return;
        static_cast<void>(new std::shared_ptr<CallbackContext>(context_));
        static_cast<void>(library_.release());
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    double rate() const {
        const PaStreamInfo* info = Pa_GetStreamInfo(stream_);
        return info ? info->sampleRate : 0.0;
    }

private:
    static constexpr double kCloseIn_s = 0.7;

    std::unique_ptr<PortAudioLibrary> library_;
    std::shared_ptr<CallbackContext> context_;
    PaStream* stream_ = nullptr;
};

int capture(const void* input, void*, unsigned long frames, const PaStreamCallbackTimeInfo*, PaStreamCallbackFlags flags, void* user) {
    auto& context = *static_cast<CallbackContext*>(user);
    if (!context.live.load(std::memory_order_acquire)) return paAbort;
    if (flags & (paInputOverflow | paInputUnderflow)) context.into->count_xrun();
    if (input) context.into->on_audio(static_cast<const float*>(input), frames, context.channels, AudioClock::now_ns());
    return paContinue;
}

int play(const void*, void* output, unsigned long frames, const PaStreamCallbackTimeInfo*, PaStreamCallbackFlags flags, void* user) {
    auto& context = *static_cast<CallbackContext*>(user);
    if (!context.live.load(std::memory_order_acquire)) return paAbort;
    if (flags & paOutputUnderflow) context.into->count_xrun();
    ClipPlayer& clip = *context.clip;
    auto* out = static_cast<float*>(output);
    const auto channels = static_cast<std::size_t>(clip.channels()), wide = static_cast<std::size_t>(context.channels);
    const std::size_t most = context.clip_samples.size() / channels;
    for (unsigned long done = 0; done < frames;) {
        const std::size_t count = std::min<std::size_t>(frames - done, most);
        clip.next(context.clip_samples.data(), count);
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t c = 0; c < wide; ++c) *out++ = context.clip_samples[i * channels + std::min(c, channels - 1)];
        context.into->on_audio(context.clip_samples.data(), count, clip.channels(), AudioClock::now_ns());
        done += count;
    }
    return paContinue;
}

class PortAudioSource : public AudioSource {
public:
    PortAudioSource(std::string name, std::unique_ptr<Stream> stream, std::shared_ptr<CallbackContext> context)
        : name_(std::move(name)), stream_(std::move(stream)), context_(std::move(context)),
          rate_(static_cast<int>(stream_->rate() + 0.5)) {}
    ~PortAudioSource() override {
        context_->live.store(false, std::memory_order_release);
    }
    std::string name() const override { return name_; }
    int sample_rate() const override { return rate_; }
    bool ended() const override { return context_->clip && context_->clip->over(); }

private:
    std::string name_;
    std::unique_ptr<Stream> stream_;
    std::shared_ptr<CallbackContext> context_;
    int rate_;
};

std::vector<AudioDeviceInfo> devices_now() {
    std::vector<AudioDeviceInfo> found;
    for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i) {
        const PaDeviceInfo& info = *Pa_GetDeviceInfo(i);
        found.push_back({info.name, host_api_word(info.hostApi), info.maxInputChannels, info.maxOutputChannels,
                         info.defaultSampleRate, i == Pa_GetDefaultInputDevice()});
    }
    return found;
}

PaDeviceIndex find_input(const AudioChoice& choice) {
    const std::vector<AudioDeviceInfo> devices = devices_now();
    PaDeviceIndex partly = paNoDevice;
    for (std::size_t i = 0; i < devices.size(); ++i) {
        const AudioDeviceInfo& device = devices[i];
        const bool api_fits = choice.host_api.empty() || device.host_api == choice.host_api;
        if (device.input_channels == 0 || !api_fits || device.host_api == kJack) continue;
        if (choice.name.empty() ? device.is_default_input || !choice.host_api.empty() : device.name == choice.name)
            return static_cast<PaDeviceIndex>(i);
        if (!choice.name.empty() && device.name.find(choice.name) != std::string::npos && partly == paNoDevice)
            partly = static_cast<PaDeviceIndex>(i);
    }
    return partly;
}

}  // namespace

std::vector<AudioDeviceInfo> list_audio_devices() {
    std::vector<AudioDeviceInfo> found = list_jack_inputs();
    const PortAudioLibrary library;
    for (AudioDeviceInfo& device : devices_now())
        if (device.host_api != kJack) found.push_back(std::move(device));
    return found;
}

std::unique_ptr<AudioSource> open_portaudio(const AudioChoice& choice, AudioInput& into) {
    auto library = std::make_unique<PortAudioLibrary>();
    const PaDeviceIndex index = find_input(choice);
    require(index != paNoDevice, "expected a sound input" + (choice.name.empty() ? "" : " named '" + choice.name + "'") +
                                     ", there is none now; it is opened when it appears");
    const PaDeviceInfo& info = *Pa_GetDeviceInfo(index);
    auto context = std::make_shared<CallbackContext>();
    context->into = &into;
    context->channels = std::min(info.maxInputChannels, 2);
    const PaStreamParameters input{index, context->channels, paFloat32, info.defaultLowInputLatency, nullptr};
    const std::string name = info.name;
    auto stream = std::make_unique<Stream>(std::move(library), &input, nullptr, info.defaultSampleRate, capture, context);
    return std::make_unique<PortAudioSource>(name, std::move(stream), std::move(context));
}

// JACK first, where it serves the name: on a machine that runs it, it holds the card.
std::unique_ptr<AudioSource> open_device(const AudioChoice& choice, AudioInput& into) {
    if (choice.host_api == kJack) return open_jack(choice, into);
    if (choice.host_api.empty())
        for (const AudioDeviceInfo& device : list_jack_inputs())
            if (device.name.find(choice.name) != std::string::npos) return open_jack(choice, into);
    return open_portaudio(choice, into);
}

std::unique_ptr<AudioSource> open_audible_clip(const std::string& name, AudioBuffer& clip, bool loop, AudioInput& into) {
    try {
        auto library = std::make_unique<PortAudioLibrary>();
        const PaDeviceIndex index = Pa_GetDefaultOutputDevice();
        if (index == paNoDevice) return nullptr;
        const PaDeviceInfo& info = *Pa_GetDeviceInfo(index);
        if (host_api_word(info.hostApi) == kJack) return nullptr;  // a server may die: the file must go on
        const PaStreamParameters output{index, std::min(info.maxOutputChannels, 2), paFloat32, info.defaultHighOutputLatency, nullptr};
        if (Pa_IsFormatSupported(nullptr, &output, clip.sample_rate) != paFormatIsSupported) return nullptr;
        auto context = std::make_shared<CallbackContext>();
        context->into = &into;
        context->channels = output.channelCount;
        context->clip_samples.resize(4096 * static_cast<std::size_t>(clip.channels));
        context->clip.emplace(clip, loop);
        auto stream = std::make_unique<Stream>(std::move(library), nullptr, &output, clip.sample_rate, play, context);
        return std::make_unique<PortAudioSource>(name, std::move(stream), std::move(context));
    } catch (const Error&) {
        return nullptr;  // an output that does not open is no reason for the show to be without its file
    }
}

}  // namespace chladni
