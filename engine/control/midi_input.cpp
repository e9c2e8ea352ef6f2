#include "engine/control/midi_input.h"

#include <atomic>
#include <bit>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "engine/base/worker.h"
#include "engine/control/port_keeper.h"

namespace chladni {

namespace {

constexpr auto kScanEvery = std::chrono::seconds(1);

}  // namespace

// The mutex guards words for people (port names, messages) between the control thread and readers; RtMidi's thread, which
// carries the messages, never takes it: the newest message crosses as one atomic word.
struct MidiInput::State {
    std::function<void(const MidiEvent&)> on_event;
    std::atomic<std::uint32_t> last{std::bit_cast<std::uint32_t>(MidiEvent{})};
    mutable std::mutex mutex;
    std::condition_variable_any news;
    std::vector<std::string> chosen;
    bool scan_now = true;
    MidiStatus status;
    Worker thread;

    void run(const std::string& api, const std::shared_ptr<ServerGate>& jack, std::stop_token stop) {
        PortKeeper keeper([&] { return make_midi_ports(api, jack); }, [this](const MidiEvent& event) {
            if (event.kind != MidiEvent::Kind::kClock) last.store(std::bit_cast<std::uint32_t>(event), std::memory_order_relaxed);
            on_event(event);
        });
        std::unique_lock lock(mutex);
        while (!stop.stop_requested()) {
            scan_now = false;
            const std::vector<std::string> wanted = chosen;
            lock.unlock();
            MidiStatus seen = keeper.scan(wanted);
            lock.lock();
            status = std::move(seen);
            news.wait_for(lock, stop, kScanEvery, [this] { return scan_now; });
        }
    }
};

MidiInput::MidiInput(std::string api, std::function<void(const MidiEvent&)> on_event, std::shared_ptr<ServerGate> jack)
    : state_(std::make_shared<State>()) {
    state_->on_event = std::move(on_event);
    state_->thread = Worker("control", [state = state_.get(), api, jack](std::stop_token stop) { state->run(api, jack, stop); });
}

MidiInput::~MidiInput() {
    state_->thread.request_stop();
    state_->thread.join();
}

void MidiInput::choose(std::vector<std::string> ports) {
    const std::lock_guard lock(state_->mutex);
    state_->chosen = std::move(ports);
    state_->scan_now = true;
    state_->news.notify_all();
}

MidiStatus MidiInput::status() const {
    const std::lock_guard lock(state_->mutex);
    MidiStatus status = state_->status;
    status.last = describe(std::bit_cast<MidiEvent>(state_->last.load(std::memory_order_relaxed)));
    return status;
}

}  // namespace chladni
