#include "engine/audio/device_keeper.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "engine/audio/audio_clock.h"
#include "engine/base/check.h"
#include "engine/base/worker.h"

namespace chladni {

namespace {

constexpr auto kLook = std::chrono::milliseconds(100);
constexpr std::int64_t kStands_ns = 1'000'000'000;  // no sample for so long: the device is gone
constexpr std::int64_t kStarts_ns = 4'000'000'000;  // the first may take longer: two seconds through PulseAudio
constexpr std::int64_t kRetry_ns = 1'000'000'000;

}  // namespace

// Shared with the keeper's thread. The mutex guards words for people and wishes; the audio callback never comes here.
struct DeviceKeeper::State {
    State(AudioInput& into, ClipLoader loader) : input(into), load_clip(std::move(loader)) {}

    AudioInput& input;
    ClipLoader load_clip;
    std::mutex mutex;
    std::condition_variable_any changed;
    AudioStatus status;
    std::vector<AudioDeviceInfo> devices;
    std::shared_ptr<const AudioBuffer> clip;
    std::optional<AudioChoice> wish;
    bool rescan = true;

    // Keeper's thread only:
    AudioChoice choice;
    std::unique_ptr<AudioSource> source;
    Samples seen;
    std::int64_t seen_ns = 0, tried_ns = 0, patience_ns = kStarts_ns;
    Worker thread;

    void run(std::stop_token stop);
    void serve(std::int64_t now_ns);
    void open(std::int64_t now_ns);
    std::unique_ptr<AudioSource> open_choice();
    void watch(std::int64_t now_ns);
    void say(AudioState state, const std::string& message);
    void scan();
};

void DeviceKeeper::State::say(AudioState state, const std::string& message) {
    const std::lock_guard lock(mutex);
    status.state = state;
    status.message = message;
}

void DeviceKeeper::State::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        serve(AudioClock::now_ns());
        std::unique_lock lock(mutex);
        changed.wait_for(lock, stop, kLook, [this] { return wish.has_value() || rescan; });
    }
    source.reset();
}

void DeviceKeeper::State::serve(std::int64_t now_ns) {
    std::optional<AudioChoice> wanted;
    bool look = false;
    {
        const std::lock_guard lock(mutex);
        wanted = std::exchange(wish, std::nullopt);
        look = std::exchange(rescan, false);
    }
    if (wanted) {
        choice = *wanted;
        source.reset();
        say(AudioState::kNone, "");  // what was lost before is waited for no longer
        open(now_ns);
    } else if (source) {
        watch(now_ns);
    } else if (choice.kind == AudioChoice::Kind::kDevice && now_ns - tried_ns > kRetry_ns) {
        open(now_ns);
    }
    if (look) scan();
}

// Looking anew restarts PortAudio's own list only while no stream is open; with one, it tells what it knew.
void DeviceKeeper::State::scan() {
    std::vector<AudioDeviceInfo> found;
    try {
        found = list_audio_devices();
    } catch (const Error&) {
        // No list is an empty list: the choice itself says what is wrong.
    }
    const std::lock_guard lock(mutex);
    devices = std::move(found);
}

std::unique_ptr<AudioSource> DeviceKeeper::State::open_choice() {
    if (choice.kind == AudioChoice::Kind::kDevice) return open_device(choice, input);
    AudioBuffer decoded = load_clip(choice.name);
    auto kept = std::make_shared<const AudioBuffer>(decoded);
    auto opened = open_clip(choice.name, std::move(decoded), choice.loop, choice.audible, input);
    const std::lock_guard lock(mutex);
    clip = std::move(kept);
    return opened;
}

void DeviceKeeper::State::open(std::int64_t now_ns) {
    tried_ns = now_ns;
    {
        const std::lock_guard lock(mutex);
        clip.reset();
        if (status.state != AudioState::kLost || choice.kind != AudioChoice::Kind::kDevice)
            status = {AudioState::kNone, choice.name, "", status.sample_rate, {}};
    }
    if (choice.kind == AudioChoice::Kind::kNone) return;
    const Samples begin = input.position();
    try {
        source = open_choice();
    } catch (const std::exception& error) {
        const std::lock_guard lock(mutex);
        if (status.state != AudioState::kLost) status.message = error.what();
        return;
    }
    seen = input.position();
    seen_ns = AudioClock::now_ns();  // opening takes its time too
    patience_ns = kStarts_ns;
    const std::lock_guard lock(mutex);
    status = {AudioState::kRunning, source->name(), "", source->sample_rate(), begin};
}

void DeviceKeeper::State::watch(std::int64_t now_ns) {
    if (source->ended()) return say(AudioState::kEnded, "the file is over");
    const Samples now = input.position();
    if (now != seen) {
        seen = now;
        seen_ns = now_ns;
        patience_ns = kStands_ns;
        return;
    }
    if (now_ns - seen_ns < patience_ns) return;
    say(AudioState::kLost, "the sound of '" + source->name() + "' stopped; it is opened again when it returns");
    if (choice.kind == AudioChoice::Kind::kDevice && choice.name.empty()) choice.name = source->name();
    source.reset();
}

DeviceKeeper::DeviceKeeper(AudioInput& input, ClipLoader load_clip) : state_(std::make_shared<State>(input, std::move(load_clip))) {
    State* state = state_.get();
    // The thread borrows the state and is joined before it goes: opening may take seconds, closing is left to others.
    state->thread = Worker("device keeper", [state](std::stop_token stop) { state->run(stop); });
}

DeviceKeeper::~DeviceKeeper() {
    state_->thread.request_stop();
    state_->thread.join();
}

void DeviceKeeper::choose(const AudioChoice& choice) {
    const std::lock_guard lock(state_->mutex);
    state_->wish = choice;
    state_->changed.notify_all();
}

AudioStatus DeviceKeeper::status() const {
    const std::lock_guard lock(state_->mutex);
    return state_->status;
}

std::vector<AudioDeviceInfo> DeviceKeeper::devices() const {
    const std::lock_guard lock(state_->mutex);
    return state_->devices;
}

std::shared_ptr<const AudioBuffer> DeviceKeeper::clip() const {
    const std::lock_guard lock(state_->mutex);
    return state_->clip;
}

void DeviceKeeper::rescan() {
    const std::lock_guard lock(state_->mutex);
    state_->rescan = true;
    state_->changed.notify_all();
}

}  // namespace chladni
