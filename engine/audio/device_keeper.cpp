#include "engine/audio/device_keeper.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "engine/audio/audio_clock.h"
#include "engine/audio/playlist.h"
#include "engine/base/check.h"
#include "engine/base/worker.h"

namespace chladni {

namespace {

constexpr auto kLook = std::chrono::milliseconds(100);
constexpr std::int64_t kStands_ns = 1'000'000'000;  // no sample for so long: the device is gone
constexpr std::int64_t kStarts_ns = 4'000'000'000;  // the first may take longer: two seconds through PulseAudio
constexpr std::int64_t kRetry_ns = 1'000'000'000;       // looking through all host APIs takes its time
constexpr std::int64_t kRetryOne_ns = 300'000'000;      // through one alone it does not
constexpr std::int64_t kTold_ns = 10'000'000'000;    // news of a running input stay so long

}  // namespace

// Shared with the keeper's thread. The mutex guards words for people and wishes; the audio callback never comes here.
struct DeviceKeeper::State {
    State(AudioInput& into, ClipLoader loader, std::shared_ptr<ServerGate> jack_gate)
        : input(into), load_clip(std::move(loader)), jack(std::move(jack_gate)) {}

    AudioInput& input;
    ClipLoader load_clip;
    std::shared_ptr<ServerGate> jack;
    mutable std::mutex mutex;
    std::condition_variable_any changed;
    AudioStatus status;
    std::vector<AudioDeviceInfo> devices;
    std::shared_ptr<PlaylistPlayer> player;  // while a file is open
    std::optional<InputChoice> wish;
    int steps = 0;
    bool rescan = true;
    std::atomic<int> sample_rate{0};

    // Keeper's thread only:
    InputChoice choice;
    std::unique_ptr<AudioSource> source;
    Samples seen;
    std::int64_t seen_ns = 0, tried_ns = 0, patience_ns = kStarts_ns, told_ns = 0;
    Worker thread;

    void run(std::stop_token stop);
    void serve(std::int64_t now_ns);
    void take(const InputChoice& wanted, std::int64_t now_ns);
    void open(std::int64_t now_ns, const std::string& news = "");
    std::unique_ptr<AudioSource> open_choice();
    void watch(std::int64_t now_ns, int wanted_steps);
    void watch_file(int wanted_steps);
    void watch_device(std::int64_t now_ns);
    void lose(const std::string& why, std::int64_t now_ns);
    void play_without_output();
    void say(AudioState state, const std::string& message);
    void scan();
    std::shared_ptr<PlaylistPlayer> playing() const;
    TransportStatus transport_of(PlaylistPlayer& from, const DeckView& view) const;
};

void DeviceKeeper::State::say(AudioState state, const std::string& message) {
    const std::lock_guard lock(mutex);
    status.state = state;
    status.message = message;
}

std::shared_ptr<PlaylistPlayer> DeviceKeeper::State::playing() const {
    const std::lock_guard lock(mutex);
    return player;
}

void DeviceKeeper::State::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        serve(AudioClock::now_ns());
        std::unique_lock lock(mutex);
        changed.wait_for(lock, stop, kLook, [this] { return wish.has_value() || rescan || steps != 0; });
    }
    source.reset();
}

void DeviceKeeper::State::serve(std::int64_t now_ns) {
    std::optional<InputChoice> wanted;
    bool look = false;
    int wanted_steps = 0;
    {
        const std::lock_guard lock(mutex);
        wanted = std::exchange(wish, std::nullopt);
        look = std::exchange(rescan, false);
        wanted_steps = std::exchange(steps, 0);
    }
    if (wanted) take(*wanted, now_ns);
    else if (source) watch(now_ns, wanted_steps);
    else if (choice.kind == InputChoice::Kind::kDevice && now_ns - tried_ns > (choice.host_api.empty() ? kRetry_ns : kRetryOne_ns)) open(now_ns);
    if (look) scan();
}

void DeviceKeeper::State::take(const InputChoice& wanted, std::int64_t now_ns) {
    choice = wanted;
    source.reset();
    say(AudioState::kNone, "");  // what was lost before is waited for no longer
    open(now_ns);
}

// Looking anew restarts PortAudio's own list only while no stream is open; with one, it tells what it knew.
void DeviceKeeper::State::scan() {
    std::vector<AudioDeviceInfo> found;
    try {
        found = list_audio_devices(*jack);
    } catch (const Error&) {
        // No list is an empty list: the choice itself says what is wrong.
    }
    const std::lock_guard lock(mutex);
    devices = std::move(found);
}

std::unique_ptr<AudioSource> DeviceKeeper::State::open_choice() {
    if (choice.kind == InputChoice::Kind::kDevice) return open_device(choice, input, *jack);
    std::vector<std::string> paths{choice.name};
    paths.insert(paths.end(), choice.more_files.begin(), choice.more_files.end());
    auto loaded = std::make_shared<PlaylistPlayer>(expand_playlist(paths), load_clip, choice.loop);
    auto opened = open_clip(choice.name, loaded->deck(), choice.audible, input);
    const std::lock_guard lock(mutex);
    player = std::move(loaded);
    return opened;
}

// `news`: what has changed, where an open device gives way to another.
void DeviceKeeper::State::open(std::int64_t now_ns, const std::string& news) {
    tried_ns = now_ns;
    {
        const std::lock_guard lock(mutex);
        player.reset();
        if (status.state != AudioState::kLost || choice.kind != InputChoice::Kind::kDevice)
            status = {AudioState::kNone, choice.name, "", status.sample_rate, {}, choice.host_api};
    }
    if (choice.kind == InputChoice::Kind::kNone) return;
    const Samples begin = input.position();
    try {
        source = open_choice();
    } catch (const std::exception& error) {
        const std::lock_guard lock(mutex);
        if (status.state != AudioState::kLost) status.message = error.what();
        return;
    }
    seen = input.position();
    seen_ns = told_ns = AudioClock::now_ns();  // opening takes its time too
    patience_ns = kStarts_ns;
    sample_rate = source->sample_rate();
    const std::lock_guard lock(mutex);
    status = {AudioState::kRunning, source->name(), news, source->sample_rate(), begin, source->host_api(), source->channels()};
}

void DeviceKeeper::State::watch(std::int64_t now_ns, int wanted_steps) {
    if (choice.kind == InputChoice::Kind::kFile) {
        watch_file(wanted_steps);
        if (source->ended()) return;
    }
    watch_device(now_ns);
}

void DeviceKeeper::State::watch_file(int wanted_steps) {
    for (; wanted_steps > 0; --wanted_steps) player->step(+1);
    for (; wanted_steps < 0; ++wanted_steps) player->step(-1);
    player->tend();
    const bool ended = source->ended();
    const std::lock_guard lock(mutex);
    if (!ended && status.state == AudioState::kEnded) status.state = AudioState::kRunning, status.message = "";
    if (ended) status.state = AudioState::kEnded, status.message = player->size() > 1 ? "the playlist is over" : "the file is over";
    else if (!player->complaint().empty()) status.message = player->complaint() + " (it is left out)";
}

void DeviceKeeper::State::watch_device(std::int64_t now_ns) {
    if (const std::string why = source->lost(); !why.empty()) return lose(why, now_ns);
    if (const std::string other = source->default_now(); !other.empty()) {
        const std::string before = source->name();
        source.reset();
        return open(now_ns, "the default input is no longer '" + before + "' but '" + other + "', which is heard now");
    }
    const Samples now = input.position();
    if (now != seen) {
        seen = now;
        seen_ns = now_ns;
        patience_ns = kStands_ns;
        if (now_ns - told_ns > kTold_ns && choice.kind == InputChoice::Kind::kDevice) say(AudioState::kRunning, "");
        return;
    }
    if (now_ns - seen_ns >= patience_ns) lose("no sample came", now_ns);
}

// A device is waited for by its full name from now on, whatever part of it was asked for: no other takes its place. A file
// goes on by the host's clock where the output that it played to is gone.
void DeviceKeeper::State::lose(const std::string& why, std::int64_t now_ns) {
    if (choice.kind == InputChoice::Kind::kFile) return play_without_output();
    say(AudioState::kLost, "the sound of '" + source->name() + "' stopped (" + why + "); it is opened again when it returns");
    choice.name = source->name();
    choice.host_api = source->host_api();
    tried_ns = now_ns - kRetry_ns;
    source.reset();
}

void DeviceKeeper::State::play_without_output() {
    const std::shared_ptr<ClipDeck> deck = player->deck();
    source.reset();
    source = open_clip(choice.name, deck, false, input);
    seen_ns = AudioClock::now_ns();
    patience_ns = kStarts_ns;
    say(AudioState::kRunning, "the output that the file was played to stopped; the show goes on with the file, unheard");
}

TransportStatus DeviceKeeper::State::transport_of(PlaylistPlayer& from, const DeckView& view) const {
    const double rate = from.deck()->sample_rate();
    const DeckHead& head = view.place.head;
    const auto seconds = [rate](std::int64_t samples) { return static_cast<double>(samples) / rate; };
    return {view.now ? view.now->index : 0, from.size(), seconds(head.at), seconds(head.length), view.place.playing,
            from.loops(), head.in_span(), seconds(head.from), seconds(head.to)};
}

DeviceKeeper::DeviceKeeper(AudioInput& input, ClipLoader load_clip, std::shared_ptr<ServerGate> jack)
    : state_(std::make_shared<State>(input, std::move(load_clip), std::move(jack))) {
    State* state = state_.get();
    // The thread borrows the state and is joined before it goes: opening may take seconds, closing is left to others.
    state->thread = Worker("device keeper", [state](std::stop_token stop) { state->run(stop); });
}

DeviceKeeper::~DeviceKeeper() {
    state_->thread.request_stop();
    state_->thread.join();
}

void DeviceKeeper::choose(const InputChoice& choice) {
    const std::lock_guard lock(state_->mutex);
    state_->wish = choice;
    state_->steps = 0;
    state_->changed.notify_all();
}

AudioStatus DeviceKeeper::status() const {
    std::unique_lock lock(state_->mutex);
    AudioStatus now = state_->status;
    const std::shared_ptr<PlaylistPlayer> player = state_->player;
    lock.unlock();
    if (player) {
        const DeckView view = player->deck()->view();
        if (view.now) now.device = view.now->path;
        now.transport = state_->transport_of(*player, view);
    }
    const ChannelChoice choice = state_->input.listens_to();
    if (now.message.empty() && now.channels > 0 && choice.first > now.channels)
        now.message = "expected channel " + std::to_string(choice.first) + " of '" + now.device + "', it has " +
                      std::to_string(now.channels) + "; all of them are heard";
    return now;
}

int DeviceKeeper::sample_rate() const { return state_->sample_rate; }

std::vector<AudioDeviceInfo> DeviceKeeper::devices() const {
    const std::lock_guard lock(state_->mutex);
    return state_->devices;
}

std::optional<DeckView> DeviceKeeper::deck() const {
    const std::shared_ptr<PlaylistPlayer> player = state_->playing();
    return player ? std::optional(player->deck()->view()) : std::nullopt;
}

void DeviceKeeper::rescan() {
    const std::lock_guard lock(state_->mutex);
    state_->rescan = true;
    state_->changed.notify_all();
}

void DeviceKeeper::play(bool on) {
    if (const auto player = state_->playing()) player->deck()->play(on);
}

void DeviceKeeper::loop(bool on) {
    if (const auto player = state_->playing()) player->set_loop(on);
}

void DeviceKeeper::seek(Seconds to) {
    if (const auto player = state_->playing()) player->deck()->seek(samples_in(to, player->deck()->sample_rate()));
}

void DeviceKeeper::seek_share(double share) {
    const auto player = state_->playing();
    if (!player) return;
    const auto length = static_cast<double>(player->deck()->place().head.length);
    player->deck()->seek(Samples{static_cast<std::int64_t>(share * length)});
}

void DeviceKeeper::mark_in() {
    if (const auto player = state_->playing()) player->deck()->mark_in();
}

void DeviceKeeper::mark_out() {
    if (const auto player = state_->playing()) player->deck()->mark_out();
}

void DeviceKeeper::set_span(Seconds from, Seconds to) {
    const auto player = state_->playing();
    if (!player) return;
    const double rate = player->deck()->sample_rate();
    player->deck()->set_span(samples_in(from, rate), samples_in(to, rate));
    player->deck()->loop_span(true);
}

void DeviceKeeper::loop_span(bool on) {
    if (const auto player = state_->playing()) player->deck()->loop_span(on);
}

void DeviceKeeper::step(int by) {
    const std::lock_guard lock(state_->mutex);
    state_->steps += by;
    state_->changed.notify_all();
}

}  // namespace chladni
