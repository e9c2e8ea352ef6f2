#include "engine/audio/jack_client.h"

#include <pthread.h>

#include <utility>

#include "engine/audio/timed_join.h"

namespace chladni {

namespace {

constexpr double kCloseIn_s = 0.7;

// The server may be dead or die now: closing is tried on a thread of its own, and left to it where it does not end.
bool closed_in_time(jack_client_t* client) {
    pthread_t closer{};
    const auto close = [](void* closing) -> void* {
        jack_client_close(static_cast<jack_client_t*>(closing));
        return nullptr;
    };
    return pthread_create(&closer, nullptr, close, client) == 0 && joined_within(closer, kCloseIn_s);
}

}  // namespace

JackClient::JackClient(const char* name, ServerGate& gate) : shared_(std::make_unique<Shared>(gate, gate.epoch())) {
    const ServerGate::Pass pass(gate);
    pass.require_entered();
    jack_set_error_function(ServerGate::heed);  // nothing on the terminal: one sentence of ours says what is wrong
    jack_set_info_function([](const char*) {});
    client_ = jack_client_open(name, JackNoStartServer, nullptr);
    if (!client_) return;
    shared_->epoch = gate.epoch();  // opening may have freed those of an epoch before
    // Without this, libjack ends the process when its server ends.
    const auto on_shutdown = [](void* arg) {
        auto& shared = *static_cast<Shared*>(arg);
        shared.gate.server_gone(shared.epoch);
    };
    jack_on_shutdown(client_, on_shutdown, shared_.get());
    if (!answers()) leave();  // it died while it let us in, and tells nobody
}

JackClient::~JackClient() {
    if (client_) close();
}

JackClient::JackClient(JackClient&& other) noexcept
    : client_(std::exchange(other.client_, nullptr)), shared_(std::move(other.shared_)) {}

bool JackClient::close() {
    const ServerGate::Pass pass(shared_->gate);
    if (pass.entered() && !gone() && closed_in_time(std::exchange(client_, nullptr))) return true;
    leave();
    return false;
}

void JackClient::leave() {
    client_ = nullptr;
    shared_->gate.server_gone(shared_->epoch);
    static_cast<void>(shared_.release());  // libjack may still read there
}

// Asks the server itself.
bool JackClient::answers() const {
    char* uuid = jack_get_uuid_for_client_name(client_, jack_get_client_name(client_));
    jack_free(uuid);
    return uuid != nullptr;
}

}  // namespace chladni
