// Chosen where PortAudio is built in.
#include "engine/audio/portaudio_source.h"

#include <pthread.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "engine/audio/alsa_cards.h"
#include "engine/audio/audio_clock.h"
#include "engine/audio/paced_clip.h"
#include "engine/audio/portaudio_library.h"
#include "engine/audio/timed_join.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr const char* kJack = "jack";
constexpr int kMostCardChannels = 32;

// A card with all that it has; a device made of software takes any number, and would only make silence of it.
int channels_to_open(const PaDeviceInfo& info) {
    return std::min(info.maxInputChannels, card_of(info.name) >= 0 ? kMostCardChannels : 2);
}

// What a callback touches; `live` is cleared before closing, so that a late callback leaves the show alone.
struct CallbackContext {
    AudioInput* into = nullptr;
    int channels = 1;
    std::atomic<bool> live{true};
    std::shared_ptr<ClipDeck> deck;
    std::vector<float> deck_samples;  // a callback's worth, interleaved in the deck's channels
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
    ClipDeck& deck = *context.deck;
    auto* out = static_cast<float*>(output);
    const auto channels = static_cast<std::size_t>(deck.channels()), wide = static_cast<std::size_t>(context.channels);
    const std::size_t most = context.deck_samples.size() / channels;
    for (unsigned long done = 0; done < frames;) {
        const std::size_t count = std::min<std::size_t>(frames - done, most);
        deck.next(context.deck_samples.data(), count, context.into->position());
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t c = 0; c < wide; ++c) *out++ = context.deck_samples[i * channels + std::min(c, channels - 1)];
        context.into->on_audio(context.deck_samples.data(), count, deck.channels(), AudioClock::now_ns());
        done += count;
    }
    return paContinue;
}

class PortAudioSource : public AudioSource {
public:
    PortAudioSource(std::string name, std::string host_api, std::unique_ptr<Stream> stream, std::shared_ptr<CallbackContext> context)
        : name_(std::move(name)), host_api_(std::move(host_api)), stream_(std::move(stream)), context_(std::move(context)),
          rate_(static_cast<int>(stream_->rate() + 0.5)) {}
    ~PortAudioSource() override {
        context_->live.store(false, std::memory_order_release);
    }
    std::string name() const override { return name_; }
    int sample_rate() const override { return rate_; }
    int channels() const override { return context_->deck ? context_->deck->channels() : context_->channels; }
    std::string host_api() const override { return host_api_; }
    bool ended() const override { return context_->deck && context_->deck->over(); }

private:
    std::string name_, host_api_;
    std::unique_ptr<Stream> stream_;
    std::shared_ptr<CallbackContext> context_;
    int rate_;
};

// Nothing of a card is told before it is opened but this: whether it would open in the way we need it.
std::string problem_of(PaDeviceIndex index, const PaDeviceInfo& info) {
    if (info.maxInputChannels == 0) return "";
    const PaStreamParameters wanted{index, channels_to_open(info), paFloat32, info.defaultLowInputLatency, nullptr};
    const PaError answer = Pa_IsFormatSupported(&wanted, nullptr, info.defaultSampleRate);
    return answer == paFormatIsSupported ? "" : Pa_GetErrorText(answer);
}

// In PortAudio's order, so that an index is a place in it.
std::vector<AudioDeviceInfo> devices_now() {
    std::ifstream cards("/proc/asound/cards");
    const std::vector<std::string> card_at = card_places({std::istreambuf_iterator<char>(cards), {}});
    std::vector<AudioDeviceInfo> found;
    std::vector<std::string> names, places;
    for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i) {
        const PaDeviceInfo& info = *Pa_GetDeviceInfo(i);
        const auto card = static_cast<std::size_t>(card_of(info.name));
        names.emplace_back(info.name);
        places.push_back(card < card_at.size() ? card_at[card] : "");
        found.push_back({"", host_api_word(info.hostApi), "", info.maxInputChannels, info.maxOutputChannels,
                         info.defaultSampleRate, i == Pa_GetDefaultInputDevice()});
    }
    const std::vector<std::string> stable = stable_names(names, places);
    for (std::size_t i = 0; i < found.size(); ++i) found[i].name = stable[i];
    return found;
}

}  // namespace

std::vector<AudioDeviceInfo> list_portaudio_devices() {
    const PortAudioLibrary library;
    std::vector<AudioDeviceInfo> found = devices_now();
    {
        const QuietStderr quiet;
        for (std::size_t i = 0; i < found.size(); ++i)
            found[i].problem = problem_of(static_cast<PaDeviceIndex>(i), *Pa_GetDeviceInfo(static_cast<PaDeviceIndex>(i)));
    }
    std::erase_if(found, [](const AudioDeviceInfo& device) { return device.host_api == kJack; });
    return found;
}

std::unique_ptr<AudioSource> open_portaudio(const InputChoice& choice, AudioInput& into) {
    auto library = std::make_unique<PortAudioLibrary>();
    std::vector<AudioDeviceInfo> devices = devices_now();
    for (AudioDeviceInfo& device : devices)
        if (device.host_api == kJack) device.input_channels = 0;  // not through PortAudio
    const DevicePick pick = pick_device(devices, choice);
    require(pick.device != nullptr, "expected a sound input" + (choice.name.empty() ? "" : " named '" + choice.name + "'") +
                                        ", there is none now; it is opened when it appears");
    const auto index = static_cast<PaDeviceIndex>(pick.device - devices.data());
    const PaDeviceInfo& info = *Pa_GetDeviceInfo(index);
    auto context = std::make_shared<CallbackContext>();
    context->into = &into;
    context->channels = channels_to_open(info);
    const PaStreamParameters input{index, context->channels, paFloat32, info.defaultLowInputLatency, nullptr};
    auto stream = std::make_unique<Stream>(std::move(library), &input, nullptr, info.defaultSampleRate, capture, context);
    return std::make_unique<PortAudioSource>(pick.device->name, pick.device->host_api, std::move(stream), std::move(context));
}

std::unique_ptr<AudioSource> open_audible_deck(const std::string& name, std::shared_ptr<ClipDeck> deck, AudioInput& into) {
    try {
        auto library = std::make_unique<PortAudioLibrary>();
        const PaDeviceIndex index = Pa_GetDefaultOutputDevice();
        if (index == paNoDevice) return nullptr;
        const PaDeviceInfo& info = *Pa_GetDeviceInfo(index);
        if (host_api_word(info.hostApi) == kJack) return nullptr;  // a server may die: the file must go on
        const PaStreamParameters output{index, std::min(info.maxOutputChannels, 2), paFloat32, info.defaultHighOutputLatency, nullptr};
        if (Pa_IsFormatSupported(nullptr, &output, deck->sample_rate()) != paFormatIsSupported) return nullptr;
        auto context = std::make_shared<CallbackContext>();
        context->into = &into;
        context->channels = output.channelCount;
        context->deck_samples.resize(4096 * static_cast<std::size_t>(deck->channels()));
        context->deck = deck;
        auto stream = std::make_unique<Stream>(std::move(library), nullptr, &output, deck->sample_rate(), play, context);
        return std::make_unique<PortAudioSource>(name, "", std::move(stream), std::move(context));
    } catch (const Error&) {
        return nullptr;  // an output that does not open is no reason for the show to be without its file
    }
}

}  // namespace chladni
