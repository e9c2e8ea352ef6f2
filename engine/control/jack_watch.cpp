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

}  // namespace

JackWatch::JackWatch() {
    // The library would write half a page to standard error for a server that is not there.
    jack_set_error_function([](const char*) {});
    jack_set_info_function([](const char*) {});
    jack_client_t* client = jack_client_open("chladni-watch", JackNoStartServer, nullptr);
    require(client != nullptr, "expected a running JACK server for MIDI, found none; start one, or use --midi-api alsa");
    client_ = client;
    jack_on_shutdown(client, [](void* gone) { static_cast<std::atomic<bool>*>(gone)->store(true); }, gone_.get());
    if (!answers(client)) *gone_ = true;
}

JackWatch::~JackWatch() {
    if (alive()) jack_client_close(static_cast<jack_client_t*>(client_));
}

}  // namespace chladni
