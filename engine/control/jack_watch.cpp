// Chosen where RtMidi is built in.
#include "engine/control/jack_watch.h"

#include <jack/jack.h>

#include "engine/base/check.h"

namespace chladni {

namespace {

// Asks the server itself: one that died while it let us in tells nobody.
bool answers(jack_client_t* client) {
    char* uuid = jack_get_uuid_for_client_name(client, jack_get_client_name(client));
    jack_free(uuid);
    return uuid != nullptr;
}

void on_shutdown(void* held) {
    const auto& served = *static_cast<std::shared_ptr<JackWatch::Served>*>(held);
    served->gate->server_gone(served->epoch);
}

}  // namespace

JackWatch::JackWatch(std::shared_ptr<ServerGate> gate) {
    served_->gate = std::move(gate);
    const ServerGate::Pass pass(*served_->gate);
    pass.require_entered();
    // The library would write half a page to standard error for a server that is not there.
    jack_set_error_function(ServerGate::heed);
    jack_set_info_function([](const char*) {});
    jack_client_t* client = jack_client_open("chladni-watch", JackNoStartServer, nullptr);
    require(client != nullptr, "expected a running JACK server for MIDI, found none; start one, or use --midi-api alsa");
    served_->epoch = served_->gate->epoch();
    client_ = client;
    held_ = new std::shared_ptr<Served>(served_);
    jack_on_shutdown(client, on_shutdown, held_);
    if (!answers(client)) served_->gate->server_gone(served_->epoch);
}

JackWatch::~JackWatch() {
    const ServerGate::Pass pass(*served_->gate);
    if (!pass.entered() || !alive()) return;
    jack_client_close(static_cast<jack_client_t*>(client_));
    delete held_;
}

}  // namespace chladni
