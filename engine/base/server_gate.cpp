#include "engine/base/server_gate.h"

#include <chrono>
#include <string_view>

#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr auto kPatience = std::chrono::seconds(5);
constexpr std::string_view kFreesThem = "clients are still allocated";

// Which gate this thread stands in: libjack's error function carries no pointer of ours, and is called on the same thread.
thread_local ServerGate* t_inside = nullptr;

}  // namespace

ServerGate::Pass::Pass(ServerGate& gate) : lock_(gate.mutex_, kPatience), before_(t_inside) {
    if (entered()) t_inside = &gate;
}

ServerGate::Pass::~Pass() { t_inside = before_; }

void ServerGate::Pass::require_entered() const {
    require(entered(), "expected the sound server to answer within five seconds, it hangs; restart it");
}

void ServerGate::heed(const char* words) {
    if (t_inside && std::string_view(words).find(kFreesThem) != std::string_view::npos)
        t_inside->server_gone(t_inside->epoch());
}

}  // namespace chladni
